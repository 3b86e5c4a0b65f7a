package dev.coulomb.node.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenViewsTest {
  private static final OpenViews.Limits LIMITS = new OpenViews.Limits(100, 1_000);

  private final OpenViews views = new OpenViews();
  private final List<String> told = new ArrayList<>();

  @Test
  void theOldestLetsGoWhenItIsTooOld() {
    views.sweep(0, 0, LIMITS);
    views.hold(error -> told("first", error));
    views.sweep(60, 0, LIMITS);
    views.hold(error -> told("second", error));
    views.sweep(101, 0, LIMITS);
    assertThat(told).containsExactly("first 57014");
    assertThat(views.endedByAge()).isOne();
  }

  @Test
  void oneAtATimeLetsGoWhenAllKeepTooMuch() {
    views.sweep(0, 0, LIMITS);
    views.hold(error -> told("first", error)).letGo();
    views.hold(error -> told("second", error));
    views.hold(error -> told("third", error));
    views.sweep(1, 1_001, LIMITS);
    assertThat(told).containsExactly("second 53200");
    views.sweep(2, 1_001, LIMITS);
    assertThat(told).containsExactly("second 53200", "third 53200");
  }

  @Test
  void whoMayTakeAnyTimeLetsGoForMemoryOnly() {
    views.sweep(0, 0, LIMITS);
    views.holdForAnyTime(error -> told("backup", error));
    views.hold(error -> told("query", error));
    views.sweep(1_000, 0, LIMITS);
    assertThat(told).containsExactly("query 57014");
    views.sweep(2_000, 1_001, LIMITS);
    assertThat(told).containsExactly("query 57014", "backup 53200");
  }

  private void told(String who, SqlError error) {
    told.add(who + " " + error.code());
  }
}
