package dev.coulomb.node.execution;

import dev.coulomb.node.plan.Plan;

/** A query, ready to run. Immutable, shared by threads. */
public final class CompiledQuery {
  private final Opener root;

  private CompiledQuery(Opener root) {
    this.root = root;
  }

  /** Compiles operators and expressions, once for all executions of a plan. */
  public static CompiledQuery compile(Plan.Query query) {
    return new CompiledQuery(OperatorCompiler.compile(query.root()));
  }

  /** Begins an execution; the source is to be closed, also after a failure. */
  public RowSource open(ExecutionContext context) {
    return root.open(context);
  }
}
