package dev.coulomb.node.procedure;

import org.jspecify.annotations.Nullable;

/**
 * Where classes of procedures look whether they are to end: they are made to call it whenever a
 * method begins, a loop goes on, or something is caught. Any thread.
 */
public final class Checkpoint {
  private static final ThreadLocal<@Nullable Budget> BUDGET = new ThreadLocal<>();

  private Checkpoint() {}

  /** Called by instrumented classes; ends them when they are to end. */
  public static void check() {
    Budget budget = BUDGET.get();
    if (budget != null) {
      budget.spend(1);
    }
  }

  /** What is done within a budget. */
  interface Body<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  static <T extends @Nullable Object> T within(Budget budget, Body<T> body) throws Throwable {
    Budget before = BUDGET.get();
    BUDGET.set(budget);
    try {
      return body.run();
    } finally {
      if (before == null) {
        BUDGET.remove();
      } else {
        BUDGET.set(before);
      }
    }
  }
}
