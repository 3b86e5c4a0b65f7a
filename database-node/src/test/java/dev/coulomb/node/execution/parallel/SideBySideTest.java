package dev.coulomb.node.execution.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.execution.RowSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final int SOURCES = 40;
  private static final int ROWS = 3;

  private final AtomicInteger open = new AtomicInteger();

  @Test
  void rowsComeInTheOrderOfTheSourcesWhoeverOpensThem() {
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (Executor executor : List.<Executor>of(pool, Runnable::run, task -> {}, rejecting())) {
        try (SideBySide rows = new SideBySide(numbered(), executor)) {
          assertThat(all(rows)).isEqualTo(expected());
        }
        assertThat(open).hasValue(0);
      }
    }
  }

  @Test
  void aThreadHelpsWhileTheCallerIsAtWork() {
    CountDownLatch both = new CountDownLatch(2);
    List<Supplier<RowSource>> sources =
        IntStream.range(0, 2)
            .<Supplier<RowSource>>mapToObj(number ->
                () -> {
                  both.countDown();
                  await(both);
                  return source(number);
                })
            .toList();
    try (ExecutorService pool = Executors.newFixedThreadPool(1);
        SideBySide rows = new SideBySide(sources, pool)) {
      assertThat(all(rows)).hasSize(2 * ROWS);
    }
  }

  @Test
  void aFailureIsTheCallersWhenItsTurnComes() {
    List<Supplier<RowSource>> sources = new ArrayList<>(numbered());
    sources.set(
        7,
        () -> {
          throw new IllegalArgumentException("the seventh");
        });
    try (ExecutorService pool = Executors.newFixedThreadPool(3);
        SideBySide rows = new SideBySide(sources, pool)) {
      for (int i = 0; i < 6 * ROWS; i++) {
        assertThat(rows.next()).isNotNull();
      }
      // The fifth of them had no rows.
      assertThatThrownBy(rows::next).hasMessage("the seventh");
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void closingWaitsForThoseWhoReadAndBeginsNothingMore() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    List<Supplier<RowSource>> sources =
        IntStream.range(0, SOURCES)
            .<Supplier<RowSource>>mapToObj(number ->
                () -> {
                  opened.incrementAndGet();
                  if (number > 0) {
                    begun.countDown();
                    await(goOn);
                  }
                  return source(number);
                })
            .toList();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      // The caller takes the first source, and a thread the second before it is the caller's turn.
      Deque<Runnable> tasks = new ArrayDeque<>();
      SideBySide rows = new SideBySide(sources, tasks::add);
      assertThat(rows.next()).isNotNull();
      pool.execute(tasks.remove());
      begun.await();
      Thread closing = Thread.ofPlatform().start(rows::close);
      while (closing.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      goOn.countDown();
      closing.join();
      tasks.forEach(Runnable::run);
    }
    assertThat(opened).hasValue(2);
    assertThat(open).hasValue(0);
  }

  private static Executor rejecting() {
    return task -> {
      throw new RejectedExecutionException("stopping");
    };
  }

  private List<Supplier<RowSource>> numbered() {
    return IntStream.range(0, SOURCES)
        .<Supplier<RowSource>>mapToObj(number -> () -> source(number))
        .toList();
  }

  private static List<Object> expected() {
    return IntStream.range(0, SOURCES)
        .boxed()
        .filter(number -> number % 5 != 4)
        .<Object>flatMap(number -> IntStream.range(0, ROWS).mapToObj(row -> number + "." + row))
        .toList();
  }

  /** Every fifth has no rows. */
  private RowSource source(int number) {
    open.incrementAndGet();
    return new RowSource() {
      private int given = number % 5 == 4 ? ROWS : 0;
      private boolean closed;

      @Override
      public @Nullable Object @Nullable [] next() {
        return given == ROWS ? null : new Object[] {number + "." + given++};
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
        }
      }
    };
  }

  private static List<@Nullable Object> all(RowSource rows) {
    List<@Nullable Object> values = new ArrayList<>();
    for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
      values.add(row[0]);
    }
    return values;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
