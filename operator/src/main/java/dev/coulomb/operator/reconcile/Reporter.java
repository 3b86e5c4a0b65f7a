package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.status.Notice;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a report: the status first, so that an Event that is lost is not told twice. Status is
 * written by the client and not through JOSDK's {@code UpdateControl}: that can swallow a change of
 * the spec that arrives meanwhile. Safe for any thread.
 */
public final class Reporter {

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

  /**
   * @param instance name of this copy of the operator
   */
  public Reporter(Clock clock, String instance, String fieldManager) {
    this.clock = clock;
    this.instance = instance;
    this.fieldManager = fieldManager;
  }

  /**
   * Writes the status if it is another one than the resource has, and the Events.
   *
   * @param resource as it was read
   * @param blank makes an object of that kind
   */
  public <S, R extends CustomResource<?, S>> void report(
      KubernetesClient client, R resource, Supplier<R> blank, S status, List<Notice> notices) {
    if (!status.equals(resource.getStatus())) {
      write(client, resource, blank.get(), status);
    }
    notices.forEach(notice -> tell(client, resource, notice));
  }

  private <S, R extends CustomResource<?, S>> void write(
      KubernetesClient client, R resource, R written, S status) {
    written.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            // One that was deleted and made again meanwhile is another one.
            .withUid(resource.getMetadata().getUid())
            .build());
    written.setSpec(null);
    written.setStatus(status);
    client.resource(written).subresource("status").patch(ServerSideApply.as(fieldManager));
  }

  private void tell(KubernetesClient client, HasMetadata resource, Notice notice) {
    LOG.atLevel(notice.warning() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("kind", resource.getKind())
        .addKeyValue("name", resource.getMetadata().getName())
        .log("{}: {}", notice.reason(), notice.note());
    try {
      write(client, resource, notice);
    } catch (KubernetesClientException e) {
      // The status says the same; an Event is not worth another try.
      LOG.warn("an Event could not be written: {}", e.getMessage());
    }
  }

  private void write(KubernetesClient client, HasMetadata resource, Notice notice) {
    String name =
        resource.getMetadata().getName()
            + "."
            + Integer.toHexString(
                Objects.hash(resource.getMetadata().getUid(), notice.reason(), notice.note()));
    String now = MICROS.format(clock.instant().truncatedTo(ChronoUnit.MICROS));
    int times;
    synchronized (told) {
      times = told.merge(resource.getMetadata().getNamespace() + "/" + name, 1, Integer::sum);
    }
    var events = client.events().v1().events().inNamespace(resource.getMetadata().getNamespace());
    try {
      events.resource(event(resource, notice, name, now)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != java.net.HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Told before: the same Event, seen once more.
      Event again =
          new EventBuilder()
              .withNewMetadata()
              .withName(name)
              .withNamespace(resource.getMetadata().getNamespace())
              .endMetadata()
              .withSeries(new EventSeries(Math.max(times, 2), new MicroTime(now)))
              .build();
      client.resource(again).patch(ServerSideApply.as(fieldManager));
    }
  }

  private Event event(HasMetadata resource, Notice notice, String name, String now) {
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion(resource.getApiVersion())
            .withKind(resource.getKind())
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withUid(resource.getMetadata().getUid())
            .build();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(resource.getMetadata().getNamespace())
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
