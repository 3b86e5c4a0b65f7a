package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.Commitment;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop whose replies wait: whatever number of them a round of the log
 * sets free, the loop is woken once. Confined to the event loop.
 */
final class LoopReleases {
  private static final Logger LOG = LoggerFactory.getLogger(LoopReleases.class);
  private static final int INITIAL = 16;

  private final Executor loop;
  private final Commitment commitment;

  /** Who waits, and for which place. */
  private @Nullable Runnable[] waiting = new @Nullable Runnable[INITIAL];

  private long[] places = new long[INITIAL];
  private int count;

  /** Who is told now, as long as it lasts. */
  private @Nullable Runnable[] due = new @Nullable Runnable[INITIAL];

  /** Places that were asked for and not yet answered, each smaller than the one before it. */
  private long[] asked = new long[INITIAL];

  private int askedCount;

  private final Runnable pass = this::pass;
  private final Runnable committed = this::committed;

  LoopReleases(Executor loop, Commitment commitment) {
    this.loop = loop;
    this.commitment = commitment;
  }

  /** Runs a task once, later, on the event loop: when the place is committed. */
  void await(long place, Runnable release) {
    if (count == waiting.length) {
      waiting = Arrays.copyOf(waiting, count * 2);
      places = Arrays.copyOf(places, count * 2);
    }
    waiting[count] = release;
    places[count++] = place;
    ask(place);
  }

  private void ask(long place) {
    if (askedCount > 0 && place >= asked[askedCount - 1]) {
      return;
    }
    if (askedCount == asked.length) {
      asked = Arrays.copyOf(asked, askedCount * 2);
    }
    asked[askedCount++] = place;
    commitment.whenCommitted(place, committed);
  }

  /** On any thread. */
  private void committed() {
    try {
      loop.execute(pass);
    } catch (RejectedExecutionException stopped) {
      // Where no loop is left, no client waits.
      return;
    }
  }

  private void pass() {
    askedCount--;
    int ready = takeDue(commitment.committed());
    for (int i = 0; i < ready; i++) {
      Runnable next = due[i];
      due[i] = null;
      if (next != null) {
        release(next);
      }
    }
    askForFirst();
  }

  /** What goes wrong with one connection is no business of the others. */
  private static void release(Runnable next) {
    try {
      next.run();
    } catch (RuntimeException | Error defect) {
      LOG.error("a reply that had waited could not be sent", defect);
    }
  }

  private int takeDue(long committed) {
    if (due.length < count) {
      due = new @Nullable Runnable[waiting.length];
    }
    int ready = 0;
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (places[i] <= committed) {
        due[ready++] = waiting[i];
      } else {
        places[left] = places[i];
        waiting[left++] = waiting[i];
      }
    }
    Arrays.fill(waiting, left, count, null);
    count = left;
    return ready;
  }

  private void askForFirst() {
    if (count == 0) {
      return;
    }
    long first = places[0];
    for (int i = 1; i < count; i++) {
      first = Math.min(first, places[i]);
    }
    ask(first);
  }
}
