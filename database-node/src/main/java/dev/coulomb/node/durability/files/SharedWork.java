package dev.coulomb.node.durability.files;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that some threads do side by side, the one that waits for them among them: so they are done
 * also where the executor gives no thread. The first failure ends it: no further task begins.
 */
final class SharedWork {
  @GuardedBy("this")
  private final Queue<Task> tasks;

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private @Nullable Throwable failure;

  private SharedWork(Collection<? extends Task> tasks) {
    this.tasks = new ArrayDeque<>(tasks);
  }

  /** One of the tasks. */
  interface Task {
    void run() throws IOException;
  }

  /**
   * Does all tasks and returns when none runs any more; throws the first failure.
   *
   * @param threads at most, the caller's among them
   * @param transfer is stopped when one fails, or when the caller is interrupted
   */
  static void run(
      Collection<? extends Task> tasks, Executor executor, int threads, Transfer transfer)
      throws IOException {
    SharedWork work = new SharedWork(tasks);
    for (int i = 1; i < Math.min(threads, tasks.size()); i++) {
      try {
        executor.execute(() -> work.work(transfer));
      } catch (RejectedExecutionException busy) {
        break;
      }
    }
    work.work(transfer);
    work.await(transfer);
    work.throwFailure();
  }

  private void work(Transfer transfer) {
    for (Task task = take(); task != null; task = take()) {
      try {
        task.run();
        done(null);
      } catch (IOException | RuntimeException | Error failed) {
        // First the reason: the others fail because they are stopped.
        done(failed);
        transfer.stop();
      }
    }
  }

  private synchronized @Nullable Task take() {
    Task task = failure == null ? tasks.poll() : null;
    if (task != null) {
      running++;
    }
    return task;
  }

  private synchronized void done(@Nullable Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    running--;
    notifyAll();
  }

  private synchronized void await(Transfer transfer) {
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException asked) {
        transfer.stop();
        if (failure == null) {
          failure = new InterruptedIOException("interrupted");
        }
      }
    }
  }

  private synchronized void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      case Error failed -> throw failed;
      default -> throw new IllegalStateException(failure);
    }
  }
}
