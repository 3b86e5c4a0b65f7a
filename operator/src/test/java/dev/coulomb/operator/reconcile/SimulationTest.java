package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.wanted.Wanted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a cluster: specs change, processes crash and fall silent, observations are stale,
 * and the operator is killed between any two of its deeds. Rows are never lost by the operator's
 * doing (the world checks that), and when the world is calm the cluster becomes what is wanted, or
 * says why not.
 */
class SimulationTest {

  private static final int RUNS = 200;
  private static final int EVENTS = 120;

  /** How many events the operator's view may lag behind. */
  private static final int STALE_EVENTS_MAX = 8;

  private static final int CALM_ROUNDS = 12;

  private static final String[] VERSIONS = {"0.1.0", "0.2.0", "missing"};

  static LongStream seeds() {
    Long given = Long.getLong("seed");
    long first = System.nanoTime();
    return given == null ? LongStream.range(first, first + RUNS) : LongStream.of(given);
  }

  @ParameterizedTest(name = "-Dseed={0}")
  @MethodSource("seeds")
  void noRowIsLostAndEveryWishIsFulfilledOrExplained(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedWorld world = new SimulatedWorld(random);
    world.deadly(true);
    Deque<Observation> memory = new ArrayDeque<>();
    for (int event = 0; event < EVENTS; event++) {
      memory.addFirst(world.observe());
      if (memory.size() > STALE_EVENTS_MAX) {
        memory.removeLast();
      }
      switch (random.nextInt(8)) {
        case 0 -> world.spec(spec(random));
        case 1, 2, 3 -> {
          // What the operator knows may be from some moments ago; the spec is what it just read.
          Observation seen =
              memory.stream().skip(random.nextInt(memory.size())).findFirst().orElseThrow();
          reconcile(world, world.wanted(), random.nextBoolean() ? world.observe() : seen);
        }
        default -> world.happen();
      }
    }
    world.deadly(false);
    endsWell(world, seed);
  }

  /** With rows in an old pod: refused, and the rows stay. Once it is empty: carried out. */
  private static void endsWell(SimulatedWorld world, long seed) {
    world.spec("{version: \"0.3.0\", state: Paused}");
    Step step = settle(world);
    if (world.rows() > 0 && !world.runsWhatIsWanted()) {
      long rows = world.rows();
      assertThat(step).as("-Dseed=%d", seed).isInstanceOf(Step.Refuse.class);
      assertThat(world.rows()).isEqualTo(rows);
      world.forgetRows();
      step = settle(world);
    }
    assertThat(step).as("-Dseed=%d", seed).isEqualTo(new Step.Done());
    assertThat(world.runsWhatIsWanted()).as("-Dseed=%d", seed).isTrue();
  }

  private static Step settle(SimulatedWorld world) {
    Step last = new Step.Done();
    for (int round = 0; round < CALM_ROUNDS; round++) {
      world.calm();
      last = reconcile(world, world.wanted(), world.observe());
    }
    return last;
  }

  private static Step reconcile(SimulatedWorld world, Wanted wanted, Observation seen) {
    Step step = Rollout.next(wanted, seen);
    try {
      new Act(world.nodesOfTheOperator(), world).carryOut(step);
    } catch (SimulatedWorld.Killed e) {
      return step;
    }
    return step;
  }

  private static String spec(SplittableRandom random) {
    return "{version: \"%s\", state: %s, overrides: {allowUnsafeRoll: %s}, config: {memory.data: %dMiB}}"
        .formatted(
            VERSIONS[random.nextInt(VERSIONS.length)],
            random.nextBoolean() ? "Paused" : "Running",
            random.nextInt(4) == 0,
            random.nextInt(1, 3) * 256);
  }

  /** The canary: a world that could not notice a loss would let this pass. */
  @Test
  void theWorldNoticesALoss() {
    SimulatedWorld world = new SimulatedWorld(new SplittableRandom(1));
    settle(world);
    while (world.rows() == 0) {
      world.happen();
      world.calm();
    }
    try {
      world.deletePod(world.observe().pods().get(0).ref(), container -> true);
      fail("the rows were lost and nobody noticed");
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("with rows in it");
    }
  }
}
