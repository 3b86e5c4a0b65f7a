package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The superuser's password, and everything else one needs to connect. The password is drawn once;
 * afterwards the Secret is where it is kept, and nowhere else.
 */
// JOSDK leaves ConfigMaps and Secrets out of server-side apply unless told.
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false,
    useSSA = BooleanWithUndefined.TRUE)
public final class SuperuserSecretDependent
    extends CRUDKubernetesDependentResource<Secret, CoulombCluster> {

  @Override
  protected Secret desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    Wanted wanted = Owned.wanted(context);
    Optional<Secret> existing =
        RandomText.existing(
            wanted.names().namespace(), wanted.names().superuserSecret(), eventSource(), context);
    return desired(wanted, RandomText.kept(existing, SecretKeys.PASSWORD));
  }

  @Override
  public Secret create(Secret desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static Secret desired(Wanted wanted, String password) {
    String host = wanted.names().clientHost();
    String user = SecretKeys.DEFAULT_USER;
    Map<String, String> entries = new TreeMap<>();
    entries.put(SecretKeys.USERNAME, user);
    entries.put(SecretKeys.PASSWORD, password);
    entries.put("host", host);
    entries.put("port", Integer.toString(Ports.SQL));
    entries.put("dbname", user);
    // A password that somebody put there himself may need escaping.
    String escaped = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    entries.put(
        "uri", "postgresql://" + user + ":" + escaped + "@" + host + ":" + Ports.SQL + "/" + user);
    entries.replaceAll((key, value) -> RandomText.encoded(value));
    return new SecretBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().superuserSecret()))
        .withType("kubernetes.io/basic-auth")
        .withData(entries)
        .build();
  }
}
