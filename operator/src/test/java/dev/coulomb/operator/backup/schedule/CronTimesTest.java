package dev.coulomb.operator.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *     | UTC           | 2026-11-28T02:30:00Z | 2026-11-29T02:30:00Z
          30 2 * * *     | Europe/Berlin | 2026-11-28T01:30:00Z | 2026-11-29T01:30:00Z
          */15 * * * *   | UTC           | 2026-11-28T12:00:00Z | 2026-11-28T12:15:00Z
          0 3 * * SUN    | UTC           | 2026-11-28T12:00:00Z | 2026-11-29T03:00:00Z
          0 3 * * 7      | UTC           | 2026-11-28T12:00:00Z | 2026-11-29T03:00:00Z
          0 0 1 JAN *    | UTC           | 2026-11-28T12:00:00Z | 2027-01-01T00:00:00Z
          0 3 1,15 * *   | UTC           | 2026-11-28T12:00:00Z | 2026-12-01T03:00:00Z
          0 3 29 2 *     | UTC           | 2026-11-28T12:00:00Z | 2028-02-29T03:00:00Z
          0 3 30 * 1     | UTC           | 2026-11-28T12:00:00Z | 2026-11-30T03:00:00Z
          @hourly        | UTC           | 2026-11-28T12:30:00Z | 2026-11-28T13:00:00Z
          @daily         | America/New_York | 2026-11-28T12:00:00Z | 2026-11-29T05:00:00Z
          """)
  void theNextTimeIsAfterTheMoment(String cron, String zone, Instant after, Instant next) {
    assertThat(CronTimes.of(cron, zone).after(after)).contains(next);
  }

  @Test
  void aTimeThatTheClockLeavesOutIsMadeUpForRightAfter() {
    CronTimes times = CronTimes.of("30 2 * * *", "Europe/Berlin");
    assertThat(times(times, Instant.parse("2026-03-28T12:00:00Z"), 2))
        .containsExactly(
            Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void aTimeThatComesTwiceCountsOnce() {
    CronTimes times = CronTimes.of("30 2 * * *", "Europe/Berlin");
    assertThat(times(times, Instant.parse("2026-10-24T12:00:00Z"), 2))
        .hasSize(2)
        .last()
        .isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void theLastTimeMayBeNow() {
    CronTimes times = CronTimes.of("0 3 * * *", "UTC");
    assertThat(times.upTo(Instant.parse("2026-11-28T03:00:00Z")))
        .contains(Instant.parse("2026-11-28T03:00:00Z"));
    assertThat(times.upTo(Instant.parse("2026-11-28T02:59:59.999Z")))
        .contains(Instant.parse("2026-11-27T03:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every day    | UTC         | spec.schedule: Cron
          61 * * * *   | UTC         | spec.schedule:
          * * * *      | UTC         | spec.schedule:
          0 0 0 * * *  | UTC         | spec.schedule:
          0 3 * * *    | Middle/Earth | spec.timeZone: there is no time zone Middle/Earth
          """)
  void whatIsNoScheduleIsSaidInASentence(String cron, String zone, String sentence) {
    assertThatThrownBy(() -> CronTimes.of(cron, zone)).hasMessageStartingWith(sentence);
  }

  private static List<Instant> times(CronTimes times, Instant from, int count) {
    List<Instant> found = new ArrayList<>();
    Instant at = from;
    for (int i = 0; i < count; i++) {
      at = times.after(at).orElseThrow();
      found.add(at);
    }
    return found;
  }
}
