package dev.coulomb.node.session;

import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time that one statement has. Confined to the session's event loop. */
final class Deadline {
  private final @Nullable Future<?> timer;

  /** Raises the signal after the time; zero: never. */
  Deadline(ScheduledExecutorService loop, Duration timeout, CancelSignal signal) {
    timer =
        timeout.isZero()
            ? null
            : loop.schedule(
                () ->
                    signal.raise(
                        new SqlError(
                            SqlState.QUERY_CANCELED,
                            "canceling statement due to statement timeout")),
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  void met() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
