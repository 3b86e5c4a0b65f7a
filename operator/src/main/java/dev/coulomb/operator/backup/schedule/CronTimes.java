package dev.coulomb.operator.backup.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The times of a cron expression in a time zone: five fields as Unix has them, and nicknames. When
 * both the day of the month and the day of the week are given, either is enough.
 */
final class CronTimes {

  private static final CronDefinition UNIX =
      CronDefinitionBuilder.defineCron()
          .withMinutes()
          .withStrictRange()
          .and()
          .withHours()
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .withStrictRange()
          .and()
          .withMonth()
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .withStrictRange()
          .and()
          .withSupportedNicknameHourly()
          .withSupportedNicknameDaily()
          .withSupportedNicknameMidnight()
          .withSupportedNicknameWeekly()
          .withSupportedNicknameMonthly()
          .withSupportedNicknameYearly()
          .withSupportedNicknameAnnually()
          .instance();

  private static final Duration SET_BACK_MAX = Duration.ofHours(3);

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronTimes(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /**
   * The times.
   *
   * @throws NotUsable with a sentence when the expression or the time zone is none
   */
  static CronTimes of(String expression, String timeZone) {
    ZoneId zone;
    try {
      zone = ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new NotUsable("spec.timeZone: there is no time zone " + timeZone);
    }
    try {
      return new CronTimes(
          ExecutionTime.forCron(new CronParser(UNIX).parse(expression).validate()), zone);
    } catch (IllegalArgumentException e) {
      throw new NotUsable("spec.schedule: " + e.getMessage());
    }
  }

  /** The first time after a moment; nothing when there is none any more. */
  Optional<Instant> after(Instant moment) {
    Optional<ZonedDateTime> time = times.nextExecution(onTheWall(moment));
    while (time.map(this::instant).filter(found -> !found.isAfter(moment)).isPresent()) {
      time = time.flatMap(times::nextExecution);
    }
    return time.map(this::instant);
  }

  /** The last time that is not after a moment. */
  Optional<Instant> upTo(Instant moment) {
    // When clocks are set back, a time that the wall shows as later may be over already.
    Optional<ZonedDateTime> time = times.lastExecution(onTheWall(moment).plus(SET_BACK_MAX));
    while (time.map(this::instant).filter(found -> found.isAfter(moment)).isPresent()) {
      time = time.flatMap(times::lastExecution);
    }
    return time.map(this::instant);
  }

  /** What a clock on the wall shows, in a zone where clocks are never set. */
  private ZonedDateTime onTheWall(Instant moment) {
    return moment.atZone(zone).toLocalDateTime().atZone(ZoneOffset.UTC);
  }

  /** When the wall shows it: the first time, or right after where it never does. */
  private Instant instant(ZonedDateTime wall) {
    LocalDateTime local = wall.toLocalDateTime();
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }

  /** What was written is no schedule. */
  static final class NotUsable extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotUsable(String sentence) {
      super(sentence);
    }
  }
}
