package dev.coulomb.node.session;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a transaction may be open, for it keeps old pages alive, and how long its client may
 * think. Confined to the session's event loop.
 */
final class TransactionTimers {
  private final TransactionBlock block;
  private final SessionSettings settings;
  private final Replies replies;
  private final ScheduledExecutorService loop;
  private @Nullable Future<?> age;
  private @Nullable Future<?> thinking;
  private @Nullable SqlError expired;

  TransactionTimers(
      TransactionBlock block,
      SessionSettings settings,
      Replies replies,
      ScheduledExecutorService loop) {
    this.block = block;
    this.settings = settings;
    this.replies = replies;
    this.loop = loop;
  }

  /** Why the transaction failed, when it was open for too long. */
  @Nullable SqlError expired() {
    return expired;
  }

  void begin() {
    expired = null;
    age = start(settings.duration("transaction_timeout"), this::tooOld);
  }

  void end() {
    expired = null;
    stop();
  }

  void stop() {
    age = stop(age);
    thinking = stop(thinking);
  }

  /** The client has sent something. */
  void busy() {
    if (thinking != null) {
      thinking = stop(thinking);
    }
  }

  /** The client has been told that it is its turn. */
  void idle() {
    if (block.isExplicit()) {
      Duration most = settings.duration("idle_in_transaction_session_timeout");
      thinking = stop(thinking);
      thinking = start(most, this::tooIdle);
      if (expired != null) {
        block.expire();
      }
    }
  }

  private void tooOld() {
    giveUp(
        new SqlError(SqlState.TRANSACTION_TIMEOUT, "the transaction was open for too long")
            .with("transaction_timeout", settings.get("transaction_timeout"))
            .hint("Keep transactions short, or set transaction_timeout."));
  }

  /** Ends the transaction: now, or when the statement that runs has been told. */
  void giveUp(SqlError reason) {
    expired = reason;
    if (!block.cancel(reason)) {
      if (block.isExplicit()) {
        block.expire();
      } else {
        // Amid a pipeline nobody would hear of it.
        replies.terminate(reason);
      }
    }
  }

  private void tooIdle() {
    replies.terminate(
        new SqlError(
            SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
            "terminating connection due to idle-in-transaction timeout"));
  }

  private @Nullable Future<?> start(Duration after, Runnable task) {
    return after.isZero() ? null : loop.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static @Nullable Future<?> stop(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
    return null;
  }
}
