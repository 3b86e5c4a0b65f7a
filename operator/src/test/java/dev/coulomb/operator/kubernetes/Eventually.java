package dev.coulomb.operator.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What becomes so after a while. */
public final class Eventually {

  /** How long a test waits for it; generous, for a machine that is busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /** Looks again and again until something is so. */
  public static void await(String what, BooleanSupplier condition) {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    try (var clock = Executors.newSingleThreadScheduledExecutor()) {
      clock.scheduleWithFixedDelay(
          () -> {
            try {
              if (condition.getAsBoolean()) {
                seen.complete(null);
              }
            } catch (RuntimeException e) {
              seen.completeExceptionally(e);
            }
          },
          0,
          50,
          TimeUnit.MILLISECONDS);
      try {
        seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("not seen within " + PATIENCE + ": " + what, e);
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(what, e);
      } finally {
        clock.shutdownNow();
      }
    }
  }
}
