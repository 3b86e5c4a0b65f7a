package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import dev.coulomb.operator.reconcile.Reconciliation;
import dev.coulomb.operator.reconcile.Reporter;
import dev.coulomb.operator.reconcile.backup.BackupReconciler;
import dev.coulomb.operator.reconcile.backup.BackupReconciliation;
import dev.coulomb.operator.reconcile.backup.RestoreDrill;
import dev.coulomb.operator.reconcile.backup.ScheduleReconciler;
import dev.coulomb.operator.reconcile.backup.ScheduleReconciliation;
import dev.coulomb.operator.reconcile.restore.RestoreReconciler;
import dev.coulomb.operator.reconcile.restore.RestoreReconciliation;
import dev.coulomb.operator.wanted.OperatorDefaults;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The operator in this JVM, without Quarkus, watching one namespace. Remembers every request it
 * makes of the API server.
 */
public final class TestOperator implements AutoCloseable {

  /** The database's image in tests. */
  public static final String IMAGE = "registry.test/coulomb-node";

  /** The operator's version in tests. */
  public static final String VERSION = "0.1.0";

  /** One request: method and URI. */
  public record Request(String method, URI uri) {}

  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final KubernetesClient client;
  private final Operator operator;

  public TestOperator(Config config, String namespace, FakeNodeAdmin nodes) {
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("requests", new Recorder()))
            .build();
    operator =
        new Operator(o ->
            o.withKubernetesClient(client)
                .withMetrics(metrics)
                .withCloseClientOnStop(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    OperatorDefaults defaults = new OperatorDefaults(VERSION, IMAGE, "coulomb-system");
    Reporter reporter =
        new Reporter(Clock.systemUTC(), "test", CoulombClusterReconciler.FIELD_MANAGER);
    operator.register(
        new CoulombClusterReconciler(
            new Reconciliation(
                defaults, nodes, nodes, nodes, metrics, Clock.systemUTC(), reporter)),
        o -> o.settingNamespace(namespace));
    operator.register(
        new BackupReconciler(
            new BackupReconciliation(defaults, nodes, metrics, reporter, Clock.systemUTC())),
        o -> o.settingNamespace(namespace));
    operator.register(
        new ScheduleReconciler(
            new ScheduleReconciliation(
                new RestoreDrill(nodes, metrics, Clock.systemUTC()),
                metrics,
                reporter,
                Clock.systemUTC())),
        o -> o.settingNamespace(namespace));
    operator.register(
        new RestoreReconciler(
            new RestoreReconciliation(nodes, nodes, metrics, reporter, Clock.systemUTC())),
        o -> o.settingNamespace(namespace));
    operator.start();
  }

  public Queue<Request> requests() {
    return requests;
  }

  public OperatorMetrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    operator.stop();
    client.close();
  }

  private final class Recorder implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      requests.add(new Request(request.method(), request.uri()));
    }
  }
}
