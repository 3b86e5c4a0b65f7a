package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.status.Notice;
import dev.coulomb.operator.status.StatusReport;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a report: the status first, so that an Event that is lost is not told twice. Status is
 * written by the client and not through JOSDK's {@code UpdateControl}: that can swallow a change of
 * the spec that arrives meanwhile. Safe for any thread.
 */
final class Reporter {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int REMEMBERED_MAX = 2_048;
  private static final String REPORTER = "coulomb.dev/operator";

  private final Clock clock;
  private final String instance;
  private final String fieldManager;

  /** How often each Event was told by this process; the oldest is forgotten. Guarded by itself. */
  private final Map<String, Integer> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Reporter(Clock clock, String instance, String fieldManager) {
    this.clock = clock;
    this.instance = instance;
    this.fieldManager = fieldManager;
  }

  /** Writes the status if it is another one than the cluster has, and the Events. */
  void report(KubernetesClient client, CoulombCluster cluster, StatusReport report) {
    if (!report.status().equals(cluster.getStatus())) {
      write(client, cluster, report);
    }
    report.notices().forEach(notice -> tell(client, cluster, notice));
  }

  private void write(KubernetesClient client, CoulombCluster cluster, StatusReport report) {
    CoulombCluster written = new CoulombCluster();
    written.setMetadata(
        new ObjectMetaBuilder()
            .withName(cluster.getMetadata().getName())
            .withNamespace(cluster.getMetadata().getNamespace())
            // A cluster that was deleted and made again meanwhile is another one.
            .withUid(cluster.getMetadata().getUid())
            .build());
    written.setSpec(null);
    written.setStatus(report.status());
    client.resource(written).subresource("status").patch(ServerSideApply.as(fieldManager));
  }

  private void tell(KubernetesClient client, CoulombCluster cluster, Notice notice) {
    LOG.atLevel(notice.warning() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
        .addKeyValue("namespace", cluster.getMetadata().getNamespace())
        .addKeyValue("cluster", cluster.getMetadata().getName())
        .log("{}: {}", notice.reason(), notice.note());
    try {
      write(client, cluster, notice);
    } catch (KubernetesClientException e) {
      // The status says the same; an Event is not worth another try.
      LOG.warn("an Event could not be written: {}", e.getMessage());
    }
  }

  private void write(KubernetesClient client, CoulombCluster cluster, Notice notice) {
    String name =
        cluster.getMetadata().getName()
            + "."
            + Integer.toHexString(
                Objects.hash(cluster.getMetadata().getUid(), notice.reason(), notice.note()));
    String now = MICROS.format(clock.instant().truncatedTo(ChronoUnit.MICROS));
    int times;
    synchronized (told) {
      times = told.merge(cluster.getMetadata().getNamespace() + "/" + name, 1, Integer::sum);
    }
    var events = client.events().v1().events().inNamespace(cluster.getMetadata().getNamespace());
    try {
      events.resource(event(cluster, notice, name, now)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != java.net.HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Told before: the same Event, seen once more.
      Event again =
          new EventBuilder()
              .withNewMetadata()
              .withName(name)
              .withNamespace(cluster.getMetadata().getNamespace())
              .endMetadata()
              .withSeries(new EventSeries(Math.max(times, 2), new MicroTime(now)))
              .build();
      client.resource(again).patch(ServerSideApply.as(fieldManager));
    }
  }

  private Event event(CoulombCluster cluster, Notice notice, String name, String now) {
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion(cluster.getApiVersion())
            .withKind(cluster.getKind())
            .withNamespace(cluster.getMetadata().getNamespace())
            .withName(cluster.getMetadata().getName())
            .withUid(cluster.getMetadata().getUid())
            .build();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(now))
        .withType(notice.warning() ? "Warning" : "Normal")
        .withReason(notice.reason())
        .withAction("Reconcile")
        .withNote(notice.note())
        .withReportingController(REPORTER)
        .withReportingInstance(instance)
        .withRegarding(regarding)
        .build();
  }
}
