package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.session.Commitment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An event loop is woken once for all that a round of the log sets free, and nobody is forgotten.
 */
final class LoopReleasesTest {
  private final Queue<Runnable> woken = new ArrayDeque<>();
  private final Places places = new Places();
  private final LoopReleases releases = new LoopReleases(woken::add, places);
  private final List<String> released = new ArrayList<>();

  /** Places that are committed when a test says so. */
  private static final class Places implements Commitment {
    private final TreeMap<Long, List<Runnable>> waiting = new TreeMap<>();
    private long committed;

    @Override
    public long executed() {
      return Long.MAX_VALUE;
    }

    @Override
    public long committed() {
      return committed;
    }

    @Override
    public void whenCommitted(long place, Runnable then) {
      if (place <= committed) {
        then.run();
      } else {
        waiting.computeIfAbsent(place, key -> new ArrayList<>()).add(then);
      }
    }

    void commit(long place) {
      committed = place;
      Map<Long, List<Runnable>> due = waiting.headMap(place, true);
      List<Runnable> tasks = due.values().stream().flatMap(List::stream).toList();
      due.clear();
      tasks.forEach(Runnable::run);
    }
  }

  private void await(long place, String name) {
    releases.await(place, () -> released.add(name));
  }

  private void runLoop() {
    for (Runnable task = woken.poll(); task != null; task = woken.poll()) {
      task.run();
    }
  }

  @Test
  void aRoundWakesTheLoopOnce() {
    for (int i = 1; i <= 100; i++) {
      await(i, "c" + i);
    }
    places.commit(60);
    assertThat(woken).hasSize(1);
    runLoop();
    assertThat(released).hasSize(60).startsWith("c1", "c2").endsWith("c60");
    places.commit(100);
    assertThat(woken).hasSize(1);
    runLoop();
    assertThat(released).hasSize(100);
  }

  @Test
  void whoWaitsForLessIsNotKeptByWhoWaitsForMore() {
    await(50, "late");
    await(10, "early");
    places.commit(10);
    runLoop();
    assertThat(released).containsExactly("early");
    places.commit(50);
    runLoop();
    assertThat(released).containsExactly("early", "late");
  }

  @Test
  void whoWaitsForWhatIsCommittedMeanwhileIsReleased() {
    await(10, "first");
    places.commit(20);
    await(15, "second");
    runLoop();
    assertThat(released).containsExactly("first", "second");
  }

  @Test
  void whoFailsKeepsNobodyElse() {
    releases.await(
        1,
        () -> {
          throw new IllegalStateException("this one is broken");
        });
    await(1, "beside it");
    await(2, "behind it");
    places.commit(1);
    runLoop();
    places.commit(2);
    runLoop();
    assertThat(released).containsExactly("beside it", "behind it");
  }

  /** Waiters come, also while others are released, and rounds pass, in any order. */
  @Test
  void nobodyIsForgottenAndNobodyComesEarly() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("LoopReleasesTest -Dseed=" + seed);
    Random random = new Random(seed);
    TreeMap<Integer, Long> open = new TreeMap<>();
    int[] names = {0};
    long executed = 0;
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          executed += random.nextInt(3);
          awaitAnyway(open, names, executed - random.nextInt(20), random);
        }
        case 2 -> places.commit(Math.max(places.committed, executed - random.nextInt(30)));
        default -> runLoop();
      }
    }
    // Those that wait again may wait for more than was executed.
    while (!open.isEmpty()) {
      executed += 5;
      places.commit(executed);
      runLoop();
      assertThat(executed).isLessThan(1_000_000);
    }
    assertThat(woken).isEmpty();
  }

  private void awaitAnyway(TreeMap<Integer, Long> open, int[] names, long place, Random random) {
    int name = names[0]++;
    open.put(name, place);
    boolean again = random.nextInt(4) == 0;
    releases.await(
        place,
        () -> {
          assertThat(open.remove(name)).isEqualTo(place);
          assertThat(places.committed).isGreaterThanOrEqualTo(place);
          if (again) {
            awaitAnyway(open, names, place + random.nextInt(5), random);
          }
        });
  }
}
