package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.SecretRef;
import dev.coulomb.operator.api.Storage;
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

  /** The claim that is mounted for backups. */
  public Optional<String> backupClaim() {
    return Optional.ofNullable(spec.backup())
        .flatMap(b -> Optional.ofNullable(b.volumeClaim()))
        .map(claim -> claim.name());
  }

  /** Whether changes are refused. */
  public boolean paused() {
    return spec.state() == CoulombClusterSpec.State.Paused;
  }

  /** Whether the nodes are to be stopped, and their volumes kept. */
  public boolean stopped() {
    return spec.state() == CoulombClusterSpec.State.Stopped;
  }

  /** Pods that there should be. */
  public int replicas() {
    return stopped() ? 0 : spec.nodes();
  }

  /** Bytes that each node's volume should have. */
  public long storageBytes() {
    return StorageCheck.bytes(spec.storage().size()).orElseThrow();
  }

  /** Whether the volumes go with the cluster when it is deleted. */
  public boolean volumesGoWithCluster() {
    return spec.storage().reclaimPolicy() == Storage.ReclaimPolicy.Delete;
  }
}
