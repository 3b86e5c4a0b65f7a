package dev.coulomb.node.node.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random lives of a log that is archived and of its archive, on disks that lose what was not
 * forced, fail and fill up; old pieces are let go meanwhile. {@code -Druns=…} lives, {@code
 * -Dseed=…} the first of them.
 */
class ArchiverModelTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Integer.getInteger("runs", 300);
  private static final int STEPS = 120;
  private static final int SHORT_STEPS = 40;
  private static final Logger ARCHIVER = (Logger) LoggerFactory.getLogger(Archiver.class);

  /** It would tell of every failure of a disk. */
  @BeforeAll
  static void withoutWords() {
    ARCHIVER.setLevel(Level.OFF);
  }

  @AfterAll
  static void withWords() {
    ARCHIVER.setLevel(null);
  }

  @Test
  void throughEveryLifeArchiveAndLogTogetherHaveEverything() throws IOException {
    int ends = 0;
    int trims = 0;
    for (int run = 0; run < RUNS; run++) {
      ArchivedLog life = live(SEED + run);
      ends += life.ends();
      trims += life.trims();
    }
    assertThat(ends).as("ends of processes in all lives").isGreaterThan(2 * RUNS);
    assertThat(trims).as("deletions of old pieces in all lives").isGreaterThan(RUNS);
  }

  private static ArchivedLog live(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(~seed);
    ArchivedLog life = new ArchivedLog(seed);
    try {
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(12) == 0) {
          life.machines().endAfter(random.nextInt(30));
        }
        life.step();
        if (life.machines().isEnded() || random.nextInt(40) == 0) {
          life.goOn();
        }
      }
      life.goOn();
      life.finish();
      return life;
    } catch (AssertionError | IOException | RuntimeException failed) {
      throw new AssertionError("replay with -Dseed=" + seed + " -Druns=1\n" + life.story(), failed);
    }
  }

  /** Each step on either disk is the last of its process once. */
  @Test
  void anyStepMayBeTheLast() throws IOException {
    int lives = Math.max(1, RUNS / 30);
    for (int run = 0; run < lives; run++) {
      long seed = SEED + run;
      long steps = interrupted(seed, Long.MAX_VALUE);
      for (long last = 0; last < steps; last++) {
        try {
          interrupted(seed, last);
        } catch (AssertionError | RuntimeException failed) {
          throw new AssertionError("-Dseed=" + seed + ", ended after step " + last, failed);
        }
      }
    }
  }

  /** Gives how many steps there were. */
  private static long interrupted(long seed, long last) throws IOException {
    ArchivedLog life = new ArchivedLog(seed);
    if (last < Long.MAX_VALUE) {
      life.machines().endAfter(Math.max(0, last - life.machines().steps()));
    }
    for (int step = 0; step < SHORT_STEPS && !life.machines().isEnded(); step++) {
      life.step();
    }
    long steps = life.machines().steps();
    life.goOn();
    life.finish();
    return steps;
  }

  @Test
  void aLifeIsTheSameUnderTheSameSeed() throws IOException {
    assertThat(live(SEED).story()).isEqualTo(live(SEED).story());
  }
}
