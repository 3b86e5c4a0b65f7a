package dev.coulomb.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.metrics.Metrics.Value;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void valuesAreThoseOfTheMoment() {
    AtomicLong rows = new AtomicLong(1);
    metrics.gauge("rows", "Rows", rows::get);
    assertThat(metrics.text()).contains("# HELP rows Rows\n# TYPE rows gauge\nrows 1.0\n");
    rows.set(2);
    assertThat(metrics.text()).contains("\nrows 2.0\n");
  }

  @Test
  void countersEndWithTotal() {
    metrics.counter("cuts", "Cuts", () -> 3);
    assertThat(metrics.text()).contains("# TYPE cuts_total counter\ncuts_total 3.0\n");
  }

  @Test
  void labelsTellValuesApart() {
    metrics.counters(
        "transactions",
        "Transactions",
        () ->
            List.of(
                new Value(List.of("kind"), List.of("insert"), () -> 1),
                new Value(List.of("kind"), List.of("query"), () -> 2)));
    assertThat(metrics.text())
        .contains("transactions_total{kind=\"insert\",} 1.0\n")
        .contains("transactions_total{kind=\"query\",} 2.0\n");
  }

  @Test
  void theJvmIsMeasuredToo() {
    assertThat(metrics.text())
        .contains("jvm_memory_bytes_used{area=\"heap\",}")
        .contains("jvm_gc_collection_seconds_count")
        .contains("process_cpu_seconds_total");
  }
}
