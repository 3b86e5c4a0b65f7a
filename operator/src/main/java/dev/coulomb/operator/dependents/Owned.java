package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all objects of a cluster have in common. */
public final class Owned {

  private static final String WANTED = "wanted";
  private static final String MARKS = "marks";

  private Owned() {}

  /**
   * Lays down what is wanted for the dependents of this reconciliation.
   *
   * @param marks what the node is told of its own life
   */
  public static void want(Context<?> context, Wanted wanted, NodeMarks marks) {
    var shared = context.managedWorkflowAndDependentResourceContext();
    shared.put(WANTED, wanted);
    shared.put(MARKS, marks);
  }

  static NodeMarks marks(Context<?> context) {
    return context
        .managedWorkflowAndDependentResourceContext()
        .getMandatory(MARKS, NodeMarks.class);
  }

  static Wanted wanted(Context<?> context) {
    return context.managedWorkflowAndDependentResourceContext().getMandatory(WANTED, Wanted.class);
  }

  static ObjectMeta meta(Wanted wanted, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(wanted.names().namespace())
        .withLabels(Labels.all(wanted.names().cluster()))
        .build();
  }

  /**
   * The object that is about to be made. Server-side apply would take over whatever has its name
   * already, and the end of the cluster would delete it: so Kubernetes is asked before, and not a
   * cache, which holds only what carries our label. One of ours that lost its label gets it back.
   *
   * @throws NotOurs when somebody else made an object of that name
   */
  static <R extends HasMetadata> R free(R desired, CoulombCluster cluster, Context<?> context) {
    @Nullable R there = context.getClient().resource(desired).get();
    if (there != null && !isOf(cluster, there.getMetadata())) {
      throw new NotOurs(
          "the "
              + desired.getKind()
              + " "
              + desired.getMetadata().getName()
              + " exists and was not made for this cluster, so it is left alone. Take it away, or give the cluster another name");
    }
    return desired;
  }

  /**
   * Whether an object was made for this cluster. The labels count where there is no owner: a
   * cluster that was deleted without its dependents, and made again, finds them so.
   */
  static boolean isOf(CoulombCluster cluster, ObjectMeta meta) {
    List<OwnerReference> owners =
        meta.getOwnerReferences() == null ? List.of() : meta.getOwnerReferences();
    if (!owners.isEmpty()) {
      return owners.stream().anyMatch(o -> o.getUid().equals(cluster.getMetadata().getUid()));
    }
    Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
    return Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
        && cluster.getMetadata().getName().equals(labels.get(Labels.CLUSTER));
  }
}
