package dev.coulomb.operator.bootstrap;

import dev.coulomb.operator.observe.OriginView;

/** What a bootstrap needs from outside of the cluster, read when it is asked for. */
public interface BootstrapInputs {

  /** What is to be restored. */
  OriginView origin();

  /** The statements of the first schema. */
  Text schema();

  /** Statements, or why there are none. */
  sealed interface Text {}

  /** The statements. */
  record Sql(String text) implements Text {}

  /**
   * There are none.
   *
   * @param reason one word
   * @param message what to do about it, in a sentence
   */
  record Missing(String reason, String message) implements Text {}
}
