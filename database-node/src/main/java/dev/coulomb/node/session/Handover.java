package dev.coulomb.node.session;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may come on any thread, maybe while tokens are held, and is dealt with on the
 * event loop: by the call that asked for it when it has come as that returns, else by a task. Made
 * by the event loop.
 */
final class Handover<T> {
  private final Executor loop;
  private final Consumer<T> then;

  /** Read by other threads too, without order: it is never one of them. */
  private @Nullable Thread asking = Thread.currentThread();

  private @Nullable T early;

  Handover(Executor loop, Consumer<T> then) {
    this.loop = loop;
    this.then = then;
  }

  /** The answer. Any thread, once. */
  void arrived(T answer) {
    if (Thread.currentThread() == asking) {
      early = answer;
    } else {
      loop.execute(() -> then.accept(answer));
    }
  }

  /** The call that asked has returned. */
  void asked() {
    asking = null;
    T answer = early;
    if (answer != null) {
      early = null;
      then.accept(answer);
    }
  }
}
