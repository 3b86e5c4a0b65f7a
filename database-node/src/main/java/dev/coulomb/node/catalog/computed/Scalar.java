package dev.coulomb.node.catalog.computed;

import java.util.function.IntUnaryOperator;

/** An expression over the columns of a row. What it computes is known to others. Immutable. */
public interface Scalar {
  /** The same over a row whose columns stand elsewhere. */
  Scalar renumbered(IntUnaryOperator ordinals);

  /** True when a constant is part of it. */
  boolean hasConstants();
}
