package dev.coulomb.e2e.programs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition of the world outside, which can only be asked again and again. */
public final class Await {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

  private Await() {}

  /**
   * Asks until the answer satisfies; what an attempt throws counts as "not yet" and is shown when
   * time is up.
   */
  public static <T> T until(
      String what, Duration limit, Callable<T> question, Predicate<? super T> satisfies) {
    long began = System.nanoTime();
    Object last = "nothing";
    Throwable cause = null;
    while (System.nanoTime() - began < limit.toNanos()) {
      try {
        T answer = question.call();
        if (satisfies.test(answer)) {
          return answer;
        }
        last = String.valueOf(answer);
        cause = null;
      } catch (Exception | AssertionError e) {
        last = e.toString();
        cause = e;
      }
      LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
    }
    throw new AssertionError(
        "not within " + limit.toSeconds() + " s: " + what + "; the last answer was: " + last,
        cause);
  }

  /** Asks until it is so. */
  public static void until(String what, Duration limit, Callable<Boolean> isSo) {
    until(what, limit, isSo, answer -> answer);
  }

  /** Asks until there is one. */
  public static <T> T present(String what, Duration limit, Callable<Optional<T>> question) {
    return until(what, limit, question, Optional::isPresent).orElseThrow();
  }

  /** Asks until the assertions hold. */
  public static void asserted(String what, Duration limit, Runnable assertions) {
    Supplier<Boolean> held =
        () -> {
          assertions.run();
          return true;
        };
    until(what, limit, held::get);
  }
}
