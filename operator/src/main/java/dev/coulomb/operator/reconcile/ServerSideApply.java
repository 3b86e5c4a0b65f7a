package dev.coulomb.operator.reconcile;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** How the operator writes: it owns the fields it names, whoever had them before, and no others. */
public final class ServerSideApply {

  private ServerSideApply() {}

  /** Server-side apply in that name. */
  public static PatchContext as(String fieldManager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(fieldManager)
        .withForce(true)
        .build();
  }
}
