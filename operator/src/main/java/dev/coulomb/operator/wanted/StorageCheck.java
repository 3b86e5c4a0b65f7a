package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus.StorageStatus;
import dev.coulomb.operator.api.Storage;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules of {@code spec.storage}, also against what it said before. */
public final class StorageCheck {

  static final long BYTES_MIN = 1L << 30;

  private StorageCheck() {}

  /** What is wrong with it, a sentence each. */
  static List<String> problems(CoulombCluster cluster) {
    List<String> problems = new ArrayList<>();
    Storage storage = cluster.getSpec().storage();
    OptionalLong size = bytes(storage.size());
    if (size.isEmpty() || size.getAsLong() < BYTES_MIN) {
      problems.add("spec.storage.size must be a quantity of at least 1Gi, for example 10Gi");
      return problems;
    }
    Optional<Storage> before = AcceptedSpec.of(cluster).map(c -> c.getSpec().storage());
    if (before.isEmpty()) {
      return problems;
    }
    if (!before.get().storageClassName().equals(storage.storageClassName())) {
      problems.add(
          "spec.storage.storageClassName cannot be changed from \""
              + before.get().storageClassName()
              + "\": a volume stays in its class; make a new cluster and copy the data");
    }
    long least =
        Math.min(
            bytes(before.get().size()).orElse(0),
            whatARefusedGrowthLeft(cluster).orElse(Long.MAX_VALUE));
    if (size.getAsLong() < least) {
      problems.add(
          "spec.storage.size cannot shrink from "
              + before.get().size()
              + ": a volume only grows; set it back");
    }
    return problems;
  }

  /** A growth that Kubernetes refused may be taken back to what is asked for in truth. */
  private static OptionalLong whatARefusedGrowthLeft(CoulombCluster cluster) {
    StorageStatus status = cluster.getStatus().storage();
    if (status == null || status.refused() == null || status.size() == null) {
      return OptionalLong.empty();
    }
    return bytes(new Quantity(status.size()));
  }

  /** The bytes of a quantity; nothing when it is none. */
  public static OptionalLong bytes(Quantity quantity) {
    try {
      return OptionalLong.of(quantity.getNumericalAmount().longValue());
    } catch (IllegalArgumentException | ArithmeticException notANumber) {
      return OptionalLong.empty();
    }
  }
}
