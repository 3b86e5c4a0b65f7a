package dev.coulomb.node.sql;

import dev.coulomb.node.types.CancelSignal;
import java.util.function.Supplier;

/**
 * Whether the statement that this thread reads or plans is to end. A scoped value, as most of that
 * work is done by Calcite, which hands nothing of ours on to what it calls back.
 */
public final class Listening {
  private static final ScopedValue<CancelSignal> SIGNAL = ScopedValue.newInstance();

  private Listening() {}

  /** Does the work on this thread; it ends with the signal's reason soon after that is raised. */
  public static <T> T to(CancelSignal signal, Supplier<T> work) {
    return ScopedValue.where(SIGNAL, signal)
        .call(() -> {
          signal.check();
          return work.get();
        });
  }

  /** Throws the reason when there is one. Cheap; called at each step of reading and planning. */
  public static void check() {
    if (SIGNAL.isBound()) {
      SIGNAL.get().check();
    }
  }
}
