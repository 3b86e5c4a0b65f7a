package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Server-side apply merges the ports of a Service by their number. A number that somebody changed
 * by hand would stay beside ours under the same name, which Kubernetes refuses for ever: so the
 * list is put back as a whole first.
 */
final class ServicePorts {

  private ServicePorts() {}

  static void putBack(Service actual, Service desired, Context<CoulombCluster> context) {
    List<ServicePort> wanted = desired.getSpec().getPorts();
    if (!numbers(wanted).containsAll(numbers(actual.getSpec().getPorts()))) {
      String patch = Serialization.asJson(Map.of("spec", Map.of("ports", wanted)));
      context.getClient().resource(actual).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
  }

  private static Set<Integer> numbers(List<ServicePort> ports) {
    return ports.stream().map(ServicePort::getPort).collect(Collectors.toSet());
  }
}
