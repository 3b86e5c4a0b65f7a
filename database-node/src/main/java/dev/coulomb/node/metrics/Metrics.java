package dev.coulomb.node.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.BufferPoolsExports;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one node. Values are read when somebody asks for them; registering is for the
 * start of the node, reading for any thread.
 */
public final class Metrics {
  private final CollectorRegistry registry = new CollectorRegistry(true);

  /** A registry with the metrics of the JVM. */
  public Metrics() {
    registry.register(new StandardExports());
    registry.register(new MemoryPoolsExports());
    registry.register(new BufferPoolsExports());
    registry.register(new GarbageCollectorExports());
    registry.register(new ThreadExports());
  }

  /** A value that goes up and down. */
  public void gauge(String name, String help, DoubleSupplier value) {
    family(name, help, Type.GAUGE, () -> List.of(new Value(List.of(), List.of(), value)));
  }

  /** A value that only goes up; {@code _total} is appended to its name. */
  public void counter(String name, String help, DoubleSupplier value) {
    family(name, help, Type.COUNTER, () -> List.of(new Value(List.of(), List.of(), value)));
  }

  /** Values that only go up, told apart by labels. */
  public void counters(String name, String help, Supplier<List<Value>> values) {
    family(name, help, Type.COUNTER, values);
  }

  /** Values that go up and down, told apart by labels. */
  public void gauges(String name, String help, Supplier<List<Value>> values) {
    family(name, help, Type.GAUGE, values);
  }

  /** One value of a family: the labels' names, their values, the value. */
  public record Value(List<String> labels, List<String> labelValues, DoubleSupplier value) {}

  /** All metrics in Prometheus' text format. */
  public String text() {
    StringWriter text = new StringWriter();
    try {
      TextFormat.write004(text, registry.metricFamilySamples());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** The content type of {@link #text}. */
  public static String contentType() {
    return TextFormat.CONTENT_TYPE_004;
  }

  private void family(String name, String help, Type type, Supplier<List<Value>> values) {
    String sampleName = type == Type.COUNTER ? name + "_total" : name;
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            List<Sample> samples =
                values.get().stream()
                    .map(value ->
                        new Sample(
                            sampleName,
                            value.labels(),
                            value.labelValues(),
                            value.value().getAsDouble()))
                    .toList();
            return List.of(new MetricFamilySamples(name, type, help, samples));
          }
        });
  }
}
