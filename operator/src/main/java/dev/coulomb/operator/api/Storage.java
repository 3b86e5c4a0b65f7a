package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The volume of each node: its log and its checkpoints. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Storage(
    @JsonPropertyDescription(
            "Size of each node's volume, at least 1Gi. It holds the log and two checkpoints: take three times the memory for data. It may grow while the database runs, where the storage class allows it, and never shrinks.")
        @ValidationRule(
            value =
                "isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('1Gi')) >= 0",
            message = "storage.size must be a quantity of at least 1Gi, for example 10Gi")
        Quantity size,
    @JsonPropertyDescription(
            "Name of the StorageClass of the volumes; empty: the default class of the Kubernetes cluster. Fixed for the life of the cluster.")
        @Size(max = 253)
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "storage.storageClassName cannot be changed after creation: a volume stays in its class; make a new cluster and copy the data")
        String storageClassName,
    @JsonPropertyDescription(
            "What becomes of the volumes when the CoulombCluster is deleted. Retain: they stay, and a cluster of the same name finds its data again. Delete: they are deleted with it, and the data with them.")
        @Default("Retain")
        ReclaimPolicy reclaimPolicy) {

  public static final Storage DEFAULTS =
      new Storage(new Quantity("10Gi"), "", ReclaimPolicy.Retain);

  public Storage {
    size = size == null ? new Quantity("10Gi") : size;
    storageClassName = storageClassName == null ? "" : storageClassName;
    reclaimPolicy = reclaimPolicy == null ? ReclaimPolicy.Retain : reclaimPolicy;
  }

  /** The names are the values of the API. */
  public enum ReclaimPolicy {
    Retain,
    Delete
  }
}
