package dev.coulomb.operator.backup.schedule;

import dev.coulomb.operator.api.backup.CoulombBackup;
import java.time.Instant;

/** One thing to do for a schedule. Each can be done again without harm. */
public sealed interface ScheduleStep {

  /** Nothing is due. */
  record Rest() implements ScheduleStep {}

  /**
   * Make a backup.
   *
   * @param name the same for the same time, so that no time is served twice
   * @param at the time of the schedule that it serves
   */
  record Create(String name, Instant at) implements ScheduleStep {}

  /** Delete a backup that is not to be kept any longer. */
  record Remove(CoulombBackup backup, String why) implements ScheduleStep {}
}
