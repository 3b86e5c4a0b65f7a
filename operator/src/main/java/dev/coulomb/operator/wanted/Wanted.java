package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.SecretRef;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.settings.EngineSettings;
import java.util.Optional;

/**
 * What is wanted of one cluster.
 *
 * @param version version the nodes should run, for people
 * @param image the whole image reference
 */
public record Wanted(
    Names names,
    CoulombClusterSpec spec,
    String version,
    String image,
    EngineSettings settings,
    Sizing sizing,
    String operatorNamespace) {

  /** The Secret with the superuser's name and password, whoever made it. */
  public String superuserSecret() {
    SecretRef reference = spec.access().superuserSecretRef();
    return reference == null ? names.superuserSecret() : reference.name();
  }

  /** Whether the operator makes the superuser's Secret. */
  public boolean ownsSuperuserSecret() {
    return spec.access().superuserSecretRef() == null;
  }

  /** The Secret with the certificate, when connections are to be encrypted. */
  public Optional<String> tlsSecret() {
    return Optional.ofNullable(spec.access().tls()).map(tls -> tls.secretRef().name());
  }

  public boolean paused() {
    return spec.state() == CoulombClusterSpec.State.Paused;
  }
}
