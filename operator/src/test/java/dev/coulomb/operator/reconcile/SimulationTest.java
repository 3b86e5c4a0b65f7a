package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.rollout.Volumes;
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

  private static final String[] STATES = {"Running", "Running", "Paused", "Stopped"};

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
    if (random.nextBoolean()) {
      world.older(random.nextBoolean());
    }
    world.deadly(true);
    int gibibytes = 10;
    Deque<Observation> memory = new ArrayDeque<>();
    for (int event = 0; event < EVENTS; event++) {
      memory.addFirst(world.observe());
      if (memory.size() > STALE_EVENTS_MAX) {
        memory.removeLast();
      }
      switch (random.nextInt(8)) {
        case 0 -> {
          gibibytes += random.nextInt(2);
          world.spec(spec(random, gibibytes));
        }
        case 1, 2, 3 -> {
          // What the operator knows may be from some moments ago; the spec is what it just read.
          Observation seen =
              memory.stream().skip(random.nextInt(memory.size())).findFirst().orElseThrow();
          reconcile(
              world,
              world.wanted(),
              random.nextBoolean() ? world.observe() : world.withVolumesOfNow(seen));
        }
        default -> world.happen();
      }
    }
    world.deadly(false);
    endsWell(world, seed, gibibytes);
  }

  /**
   * What cannot be done without a loss is refused, and the rows stay, until a person gives them up.
   * All else is carried out, and what is on a volume is there afterwards.
   */
  private static void endsWell(SimulatedWorld world, long seed, int gibibytes) {
    String end = "version: \"0.3.0\", state: Paused, storage: {size: %dGi}".formatted(gibibytes);
    world.spec("{" + end + "}");
    long rows = world.isLostAlready() ? 0 : world.rowsOnVolume();
    Step step = settle(world);
    assertThat(world.rowsOnVolume()).as("-Dseed=%d", seed).isEqualTo(rows);
    if (!step.equals(new Step.Done())) {
      assertThat(step).as("-Dseed=%d", seed).isInstanceOf(Step.Refuse.class);
      world.spec("{" + end + ", overrides: {allowUnsafeRoll: true, allowEmptyStart: true}}");
      step = settle(world);
    }
    assertThat(step).as("-Dseed=%d", seed).isEqualTo(new Step.Done());
    assertThat(world.runsWhatIsWanted()).as("-Dseed=%d", seed).isTrue();
    comesBackFromAStop(world, seed, end);
  }

  private static void comesBackFromAStop(SimulatedWorld world, long seed, String end) {
    world.spec("{" + end.replace("Paused", "Running") + "}");
    assertThat(settle(world)).as("-Dseed=%d", seed).isEqualTo(new Step.Done());
    long rows = world.rows();
    world.spec("{" + end.replace("Paused", "Stopped") + "}");
    assertThat(settle(world)).as("-Dseed=%d", seed).isEqualTo(new Step.Done());
    assertThat(world.isStopped()).as("-Dseed=%d", seed).isTrue();
    world.spec("{" + end.replace("Paused", "Running") + "}");
    assertThat(settle(world)).as("-Dseed=%d", seed).isEqualTo(new Step.Done());
    assertThat(world.rows()).as("-Dseed=%d", seed).isEqualTo(rows);
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
    world.writeObjects();
    try {
      world.report(seen, step, carryOut(world, step));
    } catch (SimulatedWorld.Killed e) {
      return step;
    }
    return step;
  }

  private static Outcome carryOut(SimulatedWorld world, Step step) {
    try {
      return new Act(world.nodesOfTheOperator(), world).carryOut(step);
    } catch (SimulatedWorld.Refused e) {
      return new Outcome.Failed(Volumes.EXPANSION_REFUSED, "no growth");
    }
  }

  private static String spec(SplittableRandom random, int gibibytes) {
    return "{version: \"%s\", state: %s, overrides: {allowUnsafeRoll: %s, allowEmptyStart: %s}, storage: {size: %dGi, reclaimPolicy: %s}, config: {memory.data: %dMiB}}"
        .formatted(
            VERSIONS[random.nextInt(VERSIONS.length)],
            STATES[random.nextInt(STATES.length)],
            random.nextInt(4) == 0,
            random.nextInt(4) == 0,
            gibibytes,
            random.nextBoolean() ? "Retain" : "Delete",
            random.nextInt(1, 3) * 256);
  }

  /** The canary: a world that could not notice a loss would let this pass. */
  @Test
  void theWorldNoticesALoss() {
    SimulatedWorld world = new SimulatedWorld(new SplittableRandom(1));
    world.older(true);
    world.calm();
    while (world.rows() == 0) {
      world.happen();
      world.calm();
    }
    try {
      world.deletePod(world.observe().pods().get(0).ref(), life -> true);
      fail("the rows were lost and nobody noticed");
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("with rows in it");
    }
  }
}
