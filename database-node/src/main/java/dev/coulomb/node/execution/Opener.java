package dev.coulomb.node.execution;

/** A compiled operator: makes a source of its rows. Immutable, shared by threads. */
@FunctionalInterface
public interface Opener {
  RowSource open(ExecutionContext context);
}
