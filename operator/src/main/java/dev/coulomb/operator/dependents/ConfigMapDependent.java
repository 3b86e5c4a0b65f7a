package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes' property file. A node reads it when it starts; what changes later is told to it
 * directly. It holds only what a pod of any revision can start with: a container that Kubernetes
 * restarts in an old pod reads today's file, and would not find, say, a certificate that this pod
 * does not have. The rest is in the pod's own arguments.
 */
// JOSDK leaves ConfigMaps and Secrets out of server-side apply unless told.
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false,
    useSSA = BooleanWithUndefined.TRUE)
public final class ConfigMapDependent
    extends CRUDKubernetesDependentResource<ConfigMap, CoulombCluster> {

  @Override
  protected ConfigMap desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context), Owned.marks(context));
  }

  @Override
  public ConfigMap create(
      ConfigMap desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static ConfigMap desired(Wanted wanted, NodeMarks marks) {
    StringBuilder file =
        new StringBuilder("# Written by the operator; spec.config is the place for changes.\n");
    properties(wanted, marks)
        .forEach((name, value) -> file.append(name).append('=').append(value).append('\n'));
    return new ConfigMapBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().configMap()))
        .withData(Map.of(Paths.CONFIG_FILE, file.toString()))
        .build();
  }

  private static SortedMap<String, String> properties(Wanted wanted, NodeMarks marks) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.putAll(wanted.settings().live());
    properties.put("data", Paths.DATA);
    properties.put("sql.host", "0.0.0.0");
    properties.put("sql.port", Integer.toString(Ports.SQL));
    properties.put("admin.host", "0.0.0.0");
    properties.put("admin.port", Integer.toString(Ports.ADMIN));
    properties.put("admin.token-file", Paths.ADMIN + "/" + Paths.ADMIN_TOKEN);
    properties.put("cluster.name", wanted.names().cluster());
    properties.put("partitions", wanted.spec().partitions().toString());
    properties.put("superuser.password-file", Paths.SUPERUSER + "/" + SecretKeys.PASSWORD);
    marks.expectedId().ifPresent(id -> properties.put("node.expected-id", id));
    marks.restore().ifPresent(id -> properties.put("bootstrap.restore", id));
    if (marks.awaitsSchema()) {
      properties.put("bootstrap.schema", "true");
    }
    return properties;
  }
}
