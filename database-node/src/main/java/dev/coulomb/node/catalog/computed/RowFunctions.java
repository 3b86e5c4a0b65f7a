package dev.coulomb.node.catalog.computed;

import org.jspecify.annotations.Nullable;

/** Makes what an index computes ready to be computed. Any thread. */
@FunctionalInterface
public interface RowFunctions {
  RowFunction compile(Scalar value);

  /** A value of the columns of a row. Any thread. */
  @FunctionalInterface
  interface RowFunction {
    @Nullable Object of(@Nullable Object[] row);
  }

  /** Where no index computes anything. */
  static RowFunctions none() {
    return value -> {
      throw new IllegalStateException("a store without functions has no computed indexes");
    };
  }
}
