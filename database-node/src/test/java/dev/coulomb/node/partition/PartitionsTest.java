package dev.coulomb.node.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.replication.CountingLog;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int PARTITIONS = 6;

  /**
   * Work of all kinds, its steps in random order on one thread; every piece runs once, in order.
   */
  @Test
  void allWorkRunsOnceAndInOneOrderInAnyInterleaving() {
    for (int run = 0; run < 300; run++) {
      long seed = SEED + run;
      SplittableRandom random = new SplittableRandom(seed);
      List<Runnable> ready = new ArrayList<>();
      Partitions partitions = partitions(ready::add);
      Map<Integer, List<Integer>> seen = new HashMap<>();
      List<Integer> submittedShared = new ArrayList<>();
      int submitted = 0;
      AtomicInteger done = new AtomicInteger();
      while (submitted < 200 || !ready.isEmpty()) {
        if (submitted < 200 && (ready.isEmpty() || random.nextInt(3) > 0)) {
          int id = submitted++;
          List<Partition> some = someOf(partitions, random);
          Work work =
              () -> {
                some.forEach(p -> seen.computeIfAbsent(p.number(), n -> new ArrayList<>()).add(id));
                done.incrementAndGet();
              };
          if (some.size() > 1) {
            submittedShared.add(id);
            partitions.submit(some, work);
          } else {
            partitions.submit(some.getFirst(), work, random.nextBoolean());
          }
        } else {
          ready.remove(random.nextInt(ready.size())).run();
        }
      }
      assertThat(done.get()).as("seed %d", seed).isEqualTo(200);
      for (List<Integer> order : seen.values()) {
        List<Integer> shared = new ArrayList<>(order);
        shared.retainAll(submittedShared);
        assertThat(shared).as("seed %d: numbers in one order", seed).isSorted();
      }
      partitions.everything().forEach(p -> assertThat(p.pending()).isZero());
    }
  }

  /** Threads transfer between accounts and look at all of them: the sum never changes. */
  @Test
  void noThreadSeesHalfATransfer() throws InterruptedException {
    try (ExecutorService workers = Executors.newFixedThreadPool(3);
        ExecutorService clients = Executors.newFixedThreadPool(3)) {
      Partitions partitions = partitions(workers);
      long[] accounts = new long[PARTITIONS];
      Arrays.fill(accounts, 1_000);
      AtomicReference<String> wrong = new AtomicReference<>("");
      int perClient = 20_000;
      CountDownLatch left = new CountDownLatch(3 * perClient);
      for (int client = 0; client < 3; client++) {
        SplittableRandom random = new SplittableRandom(SEED + client);
        clients.execute(() -> {
          for (int i = 0; i < perClient; i++) {
            act(partitions, accounts, random, wrong, left);
          }
        });
      }
      assertThat(left.await(60, TimeUnit.SECONDS)).as("seed %d: nothing hangs", SEED).isTrue();
      assertThat(wrong.get()).as("seed %d", SEED).isEmpty();
    }
  }

  @Test
  void tooMuchThatWaitsIsRefused() {
    List<Runnable> ready = new ArrayList<>();
    Partitions partitions = partitions(ready::add);
    Partition partition = partitions.get(0);
    for (int i = 0; i < Partitions.PENDING_MAX; i++) {
      partitions.submit(partition, () -> {}, false);
    }
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> partitions.submit(partition, () -> {}, false))
        .matches(error -> error.state().code().equals("53000"));
    while (!ready.isEmpty()) {
      ready.removeFirst().run();
    }
    assertThat(partition.pending()).isZero();
  }

  /** Work must not throw; when it does by mistake, nobody else waits for ever. */
  @Test
  void workThatThrowsGivesItsTokensBack() {
    List<Runnable> ready = new ArrayList<>();
    Partitions partitions = partitions(ready::add);
    Work broken =
        () -> {
          throw new LinkageError("of a test");
        };
    AtomicInteger ran = new AtomicInteger();
    partitions.submit(partitions.get(0), broken, true);
    partitions.submit(partitions.get(0), broken, false);
    partitions.submit(partitions.all(), broken);
    partitions.submit(partitions.get(0), ran::incrementAndGet, false);
    partitions.submit(partitions.all(), ran::incrementAndGet);
    while (!ready.isEmpty()) {
      ready.removeFirst().run();
    }
    assertThat(ran.get()).isEqualTo(2);
    partitions.everything().forEach(p -> assertThat(p.pending()).isZero());
  }

  @Test
  void shortWorkOnAnIdlePartitionNeedsNoThread() {
    Partitions partitions =
        partitions(task -> {
          throw new AssertionError("no worker is needed");
        });
    AtomicInteger ran = new AtomicInteger();
    partitions.submit(partitions.get(3), ran::incrementAndGet, true);
    assertThat(ran.get()).isOne();
  }

  private static void act(
      Partitions partitions,
      long[] accounts,
      SplittableRandom random,
      AtomicReference<String> wrong,
      CountDownLatch left) {
    int from = random.nextInt(PARTITIONS);
    int to = (from + 1 + random.nextInt(PARTITIONS - 1)) % PARTITIONS;
    List<Partition> both = new ArrayList<>(List.of(partitions.get(from), partitions.get(to)));
    while (both.stream().anyMatch(p -> p.pending() > Partitions.PENDING_MAX / 2)) {
      Thread.onSpinWait();
    }
    if (random.nextInt(10) == 0) {
      partitions.submit(
          partitions.all(),
          () -> {
            long sum = Arrays.stream(accounts).sum();
            if (sum != 1_000L * PARTITIONS) {
              wrong.set("sum " + sum);
            }
            left.countDown();
          });
    } else {
      partitions.submit(
          both,
          () -> {
            accounts[from]--;
            accounts[to]++;
            left.countDown();
          });
    }
  }

  private static List<Partition> someOf(Partitions partitions, SplittableRandom random) {
    List<Partition> shuffled = new ArrayList<>(partitions.everything());
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    int size = random.nextInt(3) == 0 ? 1 + random.nextInt(shuffled.size()) : 1;
    return List.copyOf(shuffled.subList(0, size));
  }

  private static Partitions partitions(java.util.concurrent.Executor workers) {
    return new Partitions(PARTITIONS, new PagePool(1 << 20, true), workers)
        .open(new CountingLog(PARTITIONS + 1));
  }
}
