package dev.coulomb.node.node.archive;

import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.environment.SteppedDisk;
import java.util.SplittableRandom;

/**
 * Two disks, of a log and of its archive, a clock that goes on with each step on them, and a
 * process that may end before any step; each disk keeps then what it was told, or loses what was
 * not forced.
 */
final class SimulatedMachines implements Clock, SteppedDisk.Steps {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STEP_NANOS_MAX = 100_000;

  private final SplittableRandom random;
  private SimulatedDisk log;
  private SimulatedDisk archive;
  private SimulatedDisk logLeft;
  private SimulatedDisk archiveLeft;
  private boolean ended;
  private long steps;
  private long endsAt = NEVER;
  private long nanos = 1;

  SimulatedMachines(SplittableRandom random) {
    this.random = random;
    this.log = new SimulatedDisk(random.nextLong());
    this.archive = new SimulatedDisk(random.nextLong());
    this.logLeft = log;
    this.archiveLeft = archive;
  }

  /** The log's disk, as the process has it. */
  Disk log() {
    return new SteppedDisk(log, this);
  }

  /** The archive's disk, as the process has it. */
  Disk archive() {
    return new SteppedDisk(archive, this);
  }

  /** As nobody's: to look at it, to fill it up. */
  SimulatedDisk archiveItself() {
    return archive;
  }

  SimulatedDisk logItself() {
    return log;
  }

  long steps() {
    return steps;
  }

  /** The process ends after so many steps from now on. */
  void endAfter(long more) {
    endsAt = steps + more;
  }

  boolean isEnded() {
    return ended;
  }

  /** The process ends here. */
  void end() {
    ended = true;
    logLeft = random.nextBoolean() ? log.kill() : log.crash();
    archiveLeft = random.nextBoolean() ? archive.kill() : archive.crash();
  }

  /** The next process has what is left. */
  void begin() {
    log = logLeft;
    archive = archiveLeft;
    log.capacity(NEVER);
    archive.capacity(NEVER);
    ended = false;
    endsAt = NEVER;
  }

  @Override
  public void next() {
    if (ended) {
      return;
    }
    if (steps >= endsAt) {
      end();
      return;
    }
    steps++;
    nanos += random.nextInt(STEP_NANOS_MAX);
  }

  @Override
  public int torn(int bytes) {
    return !ended && steps >= endsAt ? random.nextInt(bytes + 1) : 0;
  }

  void pass(long more) {
    nanos += more;
  }

  @Override
  public long micros() {
    return nanos / 1_000;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}
