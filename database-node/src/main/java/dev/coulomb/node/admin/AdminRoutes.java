package dev.coulomb.node.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routes: request in, answer out. Confined to nothing; knows no Netty. */
final class AdminRoutes {
  private static final String JSON_TYPE = "application/json";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final String BEARER = "Bearer ";

  private final NodeControl node;
  private final Metrics metrics;
  private final Supplier<Optional<String>> token;
  private final BackupRoutes backups;
  private final ArchiveRoutes archive;
  private final BootstrapRoutes bootstrap;
  private final RestoreRoutes restores;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param token what changes must carry; empty: they come from loopback only
   */
  AdminRoutes(NodeControl node, Metrics metrics, Supplier<Optional<String>> token) {
    this.node = node;
    this.metrics = metrics;
    this.token = token;
    this.backups = new BackupRoutes(node);
    this.archive = new ArchiveRoutes(node);
    this.bootstrap = new BootstrapRoutes(node);
    this.restores = new RestoreRoutes(node);
  }

  /** A request, as far as the routes care. */
  record Request(
      String method,
      String path,
      @Nullable String authorization,
      boolean fromLoopback,
      byte[] body) {}

  /** An answer. */
  record Answer(int status, String contentType, String body) {}

  Answer answer(Request request) {
    try {
      return switch (request.method()) {
        case "GET", "HEAD" -> read(request.path());
        case "POST", "PUT" -> change(request);
        case "DELETE" -> delete(request);
        default -> throw notKnownHere();
      };
    } catch (AdminError error) {
      return json(error.httpStatus(), StatusJson.error(error));
    }
  }

  private Answer read(String path) {
    if (BackupRoutes.isOneBackup(path)) {
      return backups.find(path);
    }
    if (RestoreRoutes.areChecksums(path)) {
      return restores.findChecksums(path);
    }
    return switch (path) {
      case "/livez" -> new Answer(200, TEXT_TYPE, "ok");
      case "/startupz" ->
          node.starting()
              .map(startup -> json(503, StatusJson.startup(startup)))
              .orElseGet(() -> new Answer(200, TEXT_TYPE, "ok"));
      case "/readyz" ->
          node.notReady()
              .map(reason -> json(503, StatusJson.reason(reason)))
              .orElseGet(() -> new Answer(200, TEXT_TYPE, "ok"));
      case "/metrics" -> new Answer(200, Metrics.contentType(), metrics.text());
      case "/v1/status" -> status();
      case BootstrapRoutes.SCHEMA -> bootstrap.last();
      case RestoreRoutes.RESTORE -> restores.find();
      case ArchiveRoutes.TRIM -> archive.trimmed();
      default -> throw unknown(path);
    };
  }

  private Answer change(Request request) {
    Optional<Answer> kept = changeOfWhatIsKept(request);
    if (kept.isPresent()) {
      return kept.get();
    }
    return switch (request.method() + " " + request.path()) {
      case "POST /v1/pause" -> {
        authorize(request);
        node.pause(true);
        yield status();
      }
      case "POST /v1/resume" -> {
        authorize(request);
        node.pause(false);
        yield status();
      }
      case "PUT /v1/settings" -> {
        authorize(request);
        node.change(settings(request.body()));
        yield status();
      }
      case "POST /v1/checkpoint" -> {
        authorize(request);
        node.checkpoint();
        yield json(202, StatusJson.status(node.status(), node.starting()));
      }
      case "POST " + BackupRoutes.BACKUPS -> {
        authorize(request);
        yield backups.begin(body(request.body()));
      }
      case "POST " + BootstrapRoutes.SCHEMA -> {
        authorize(request);
        yield bootstrap.begin(body(request.body()));
      }
      case "POST /v1/stop" -> {
        authorize(request);
        node.stop(body(request.body()).path("force").asBoolean(false));
        yield json(202, StatusJson.stopping());
      }
      default -> throw unknown(request.path());
    };
  }

  private Optional<Answer> changeOfWhatIsKept(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "POST " + RestoreRoutes.RESTORE -> {
        authorize(request);
        yield Optional.of(restores.begin(body(request.body())));
      }
      case "POST " + RestoreRoutes.CONFIRM -> {
        authorize(request);
        yield Optional.of(restores.confirm());
      }
      case "POST " + RestoreRoutes.CHECKSUMS -> {
        authorize(request);
        yield Optional.of(restores.addUp(body(request.body())));
      }
      case "PUT " + ArchiveRoutes.ARCHIVE -> {
        authorize(request);
        yield Optional.of(archive.begin(body(request.body())));
      }
      case "POST " + ArchiveRoutes.TRIM -> {
        authorize(request);
        yield Optional.of(archive.trim(body(request.body())));
      }
      default -> Optional.empty();
    };
  }

  private Answer delete(Request request) {
    if (request.path().equals(RestoreRoutes.RESTORE)) {
      authorize(request);
      return restores.undo();
    }
    if (!BackupRoutes.isOneBackup(request.path())) {
      throw notKnownHere();
    }
    authorize(request);
    return backups.cancel(request.path());
  }

  private void authorize(Request request) {
    Optional<String> wanted = token.get();
    if (wanted.isEmpty()) {
      if (!request.fromLoopback()) {
        throw new AdminError(
            403, "loopback", "changes come from loopback while the node has no admin token", null);
      }
      return;
    }
    String given = request.authorization();
    boolean same =
        given != null
            && given.startsWith(BEARER)
            && MessageDigest.isEqual(
                given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                wanted.get().getBytes(StandardCharsets.UTF_8));
    if (!same) {
      throw new AdminError(401, "token", "changes need the admin token", null);
    }
  }

  private Map<String, String> settings(byte[] body) {
    JsonNode parsed = body(body);
    if (!parsed.isObject() || parsed.isEmpty()) {
      throw new AdminError(400, "body", "settings are a JSON object of names and values", null);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    parsed.properties().forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return settings;
  }

  private JsonNode body(byte[] body) {
    if (body.length == 0) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException notJson) {
      throw new AdminError(400, "body", "the body is not JSON", null);
    }
  }

  private Answer status() {
    return json(200, StatusJson.status(node.status(), node.starting()));
  }

  static Answer json(int status, JsonNode body) {
    return new Answer(status, JSON_TYPE, body.toString());
  }

  private static AdminError notKnownHere() {
    return new AdminError(405, "method", "this method is not known here", null);
  }

  private static AdminError unknown(String path) {
    return new AdminError(404, "path", "there is nothing at this path", path);
  }
}
