package dev.coulomb.operator.dependents;

import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** What all objects of a cluster have in common. */
public final class Owned {

  private static final String WANTED = "wanted";

  private Owned() {}

  /** Lays down what is wanted for the dependents of this reconciliation. */
  public static void want(Context<?> context, Wanted wanted) {
    context.managedWorkflowAndDependentResourceContext().put(WANTED, wanted);
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
}
