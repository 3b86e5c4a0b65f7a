package dev.coulomb.node.durability.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until the log has passed an LSN. Of two that are added one after the other, the one
 * with the smaller LSN never runs after the one with the larger. Any thread adds, one passes.
 */
final class Waiters {
  private static final int INITIAL = 64;

  private long[] lsns = new long[INITIAL];
  private @Nullable Runnable[] tasks = new @Nullable Runnable[INITIAL];
  private int count;
  private long passed;
  private boolean running;

  /** All that waited for this or less has run. */
  private volatile long settled;

  /** The tasks that are due, as long as they run. For the thread that passes. */
  private @Nullable Runnable[] due = new @Nullable Runnable[INITIAL];

  Waiters(long lsn) {
    passed = lsn;
    settled = lsn;
  }

  /** Runs the task when the LSN is passed: here, when it is already. */
  void add(long lsn, Runnable then) {
    if (lsn <= settled || !enqueue(lsn, then)) {
      then.run();
    }
  }

  /** False: it is passed, and none that has to run before is still there. */
  private synchronized boolean enqueue(long lsn, Runnable then) {
    if (lsn <= passed && !running) {
      return false;
    }
    if (count == lsns.length) {
      lsns = Arrays.copyOf(lsns, count * 2);
      tasks = Arrays.copyOf(tasks, count * 2);
    }
    lsns[count] = lsn;
    tasks[count++] = then;
    return true;
  }

  /** Passes an LSN and runs who waited for it, in the order in which they came. */
  void pass(long lsn) {
    for (int ready = begin(lsn); ready > 0; ready = begin(lsn)) {
      for (int i = 0; i < ready; i++) {
        Runnable task = due[i];
        due[i] = null;
        if (task != null) {
          task.run();
        }
      }
    }
  }

  /** Moves those that are due; none: all have run. */
  private synchronized int begin(long lsn) {
    passed = lsn;
    int ready = 0;
    int left = 0;
    if (due.length < count) {
      due = Arrays.copyOf(due, tasks.length);
    }
    for (int i = 0; i < count; i++) {
      if (lsns[i] <= lsn) {
        due[ready++] = tasks[i];
      } else {
        lsns[left] = lsns[i];
        tasks[left++] = tasks[i];
      }
    }
    Arrays.fill(tasks, left, count, null);
    count = left;
    running = ready > 0;
    if (!running) {
      settled = lsn;
    }
    return ready;
  }
}
