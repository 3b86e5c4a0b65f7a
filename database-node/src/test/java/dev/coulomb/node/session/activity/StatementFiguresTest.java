package dev.coulomb.node.session.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Figures of statements. */
class StatementFiguresTest {
  @Test
  void everyTimeHasABucketThatEndsAtMostAQuarterAboveIt() {
    for (long micros = 0; micros < 100_000; micros++) {
      long bound = StatementFigures.bound(StatementFigures.bucket(micros));
      assertThat(bound).isGreaterThan(micros);
      assertThat(bound).isLessThanOrEqualTo(Math.max(micros + 1, micros + micros / 4 + 1));
    }
    long hour = 3_600_000_000L;
    assertThat(StatementFigures.bound(StatementFigures.bucket(hour))).isGreaterThan(hour);
    assertThat(StatementFigures.bucket(Long.MAX_VALUE / 1_000)).isPositive();
  }

  @Test
  void percentilesAreThoseOfTheTimes() {
    StatementFigures figures = new StatementFigures("SELECT 1");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      figures.ended(random.nextLong(10_000_000), 2, i % 100 == 0);
    }
    assertThat(figures.calls()).isEqualTo(10_000);
    assertThat(figures.errors()).isEqualTo(100);
    assertThat(figures.rows()).isEqualTo(20_000);
    assertThat(figures.millis(0.5)).isCloseTo(5, within(1.3));
    assertThat(figures.millis(0.99)).isBetween(9.8, 10.0);
    assertThat(figures.maxMillis()).isBetween(9.9, 10.0);
    assertThat(figures.totalMillis()).isCloseTo(50_000, within(1_000.0));
  }

  @Test
  void whatNeverRanTakesNoTime() {
    assertThat(new StatementFigures("SELECT 1").millis(0.99)).isZero();
  }
}
