package dev.coulomb.node.execution.parallel;

import dev.coulomb.node.execution.RowSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sources in their order, where the work of a source is in its first row: other threads
 * open sources and pull that row, while the caller does the same. Nobody waits for a thread to come
 * free: the caller works through the sources itself, and only what somebody has begun is waited
 * for. Pulled by one thread at a time, as any source.
 */
public final class SideBySide implements RowSource {
  /** How many sources may be begun before their turn; each holds what it made in memory. */
  private static final int BEGUN_MAX = 8;

  private final List<Supplier<RowSource>> sources;
  private final Executor pool;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What was begun and is done, at the numbers of the sources. Under the lock, as what follows. */
  private final @Nullable Begun[] done;

  /** The first source that nobody has begun. */
  private int next;

  /** The source whose rows are given; the caller moves it. */
  private int turn;

  /** Sources that are being opened at the moment, by anybody. */
  private int busy;

  private boolean hired;
  private boolean closed;

  /** Of the caller. */
  private @Nullable RowSource current;

  /**
   * @param sources they share nothing that changes
   * @param pool whose threads help when they have nothing else to do
   */
  public SideBySide(List<Supplier<RowSource>> sources, Executor pool) {
    this.sources = sources;
    this.pool = pool;
    this.done = new @Nullable Begun[sources.size()];
  }

  /** A source after its first row, which is null at its end; or what came of it instead. */
  private record Begun(
      @Nullable RowSource source,
      @Nullable Object @Nullable [] first,
      @Nullable Throwable failure) {}

  @Override
  public @Nullable Object @Nullable [] next() {
    while (true) {
      RowSource source = current;
      if (source != null) {
        @Nullable Object[] row = source.next();
        if (row != null) {
          return row;
        }
        current = null;
        source.close();
        takeTurn();
      }
      Begun begun = ofThisTurn();
      if (begun == null) {
        return null;
      }
      current = begun.source();
      rethrow(begun.failure());
      @Nullable Object[] first = begun.first();
      if (first != null) {
        return first;
      }
    }
  }

  private void takeTurn() {
    lock.lock();
    try {
      turn++;
    } finally {
      lock.unlock();
    }
  }

  /** What was begun of the source whose turn it is; until it is done the caller begins others. */
  private @Nullable Begun ofThisTurn() {
    hire();
    while (true) {
      int mine;
      lock.lock();
      try {
        if (turn == done.length || closed) {
          return null;
        }
        Begun begun = done[turn];
        if (begun != null) {
          done[turn] = null;
          return begun;
        }
        mine = claim();
        if (mine < 0) {
          await(() -> done[turn] != null);
        }
      } finally {
        lock.unlock();
      }
      if (mine >= 0) {
        begin(mine);
      }
    }
  }

  /** Under the lock. An interrupt is for somebody else: what was begun ends soon. */
  private void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      changed.awaitUninterruptibly();
    }
  }

  /** One more thread, unless one is on its way; it calls the next when it has found work. */
  private void hire() {
    lock.lock();
    try {
      if (hired || !hasMore()) {
        return;
      }
      hired = true;
    } finally {
      lock.unlock();
    }
    try {
      pool.execute(this::help);
    } catch (RejectedExecutionException stopping) {
      // The caller goes on alone.
    }
  }

  private void help() {
    lock.lock();
    int mine;
    try {
      hired = false;
      mine = claim();
    } finally {
      lock.unlock();
    }
    if (mine >= 0) {
      hire();
    }
    while (mine >= 0) {
      begin(mine);
      lock.lock();
      try {
        mine = claim();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Under the lock. */
  private boolean hasMore() {
    return !closed && next < done.length && next < turn + BEGUN_MAX;
  }

  /** Under the lock: the next source, to be begun by the caller, or −1. */
  private int claim() {
    if (!hasMore()) {
      return -1;
    }
    busy++;
    return next++;
  }

  private void begin(int number) {
    Begun begun = opened(sources.get(number));
    lock.lock();
    try {
      done[number] = begun;
      busy--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for those who read: what they read may be gone when this returns. */
  @Override
  public void close() {
    List<@Nullable Begun> left;
    lock.lock();
    try {
      closed = true;
      await(() -> busy == 0);
      left = Arrays.asList(done.clone());
      Arrays.fill(done, null);
    } finally {
      lock.unlock();
    }
    close(current);
    current = null;
    for (Begun begun : left) {
      if (begun != null) {
        close(begun.source());
      }
    }
  }

  private static void close(@Nullable RowSource source) {
    if (source != null) {
      source.close();
    }
  }

  private static Begun opened(Supplier<RowSource> supplier) {
    RowSource source = null;
    try {
      source = supplier.get();
      return new Begun(source, source.next(), null);
    } catch (RuntimeException | Error failure) {
      return new Begun(source, null, failure);
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }
}
