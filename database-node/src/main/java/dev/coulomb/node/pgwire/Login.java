package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Start-up and authentication of one connection. Confined to its event loop. */
final class Login {
  private static final String DATABASE = "coulomb";
  private static final int MAJOR = 3;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final WireReplies replies;
  private final String user;
  private final String database;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private @Nullable ScramServer scram;
  private boolean firstStep = true;
  private boolean done;

  /** Answers the start-up message, or throws {@link SqlError}. */
  Login(
      Authentication authentication,
      WireReplies replies,
      FrontendMessage.Startup startup,
      boolean loopback) {
    this.replies = replies;
    if (startup.major() != MAJOR) {
      throw new SqlError(SqlState.PROTOCOL_VIOLATION, "unsupported frontend protocol")
          .with("version", startup.major() + "." + startup.minor());
    }
    this.user = startup.parameters().getOrDefault("user", "");
    if (user.isEmpty()) {
      throw new SqlError(
          SqlState.INVALID_AUTHORIZATION, "no user name specified in startup packet");
    }
    this.database = startup.parameters().getOrDefault("database", user);
    takeOptions(startup);
    if (authentication.trusts(user, loopback)) {
      authenticated();
    } else {
      scram = authentication.scram(user);
      replies.write(out -> MessageWriter.authenticationSasl(out, List.of(ScramServer.MECHANISM)));
    }
  }

  private void takeOptions(FrontendMessage.Startup startup) {
    List<String> unknown = new ArrayList<>();
    startup
        .parameters()
        .forEach((name, value) -> {
          if (name.startsWith("_pq_.")) {
            unknown.add(name);
          } else if (name.equals("replication")) {
            if (!value.equals("false") && !value.equals("off") && !value.equals("0")) {
              throw new SqlError(
                  SqlState.FEATURE_NOT_SUPPORTED, "replication connections are not supported");
            }
          } else if (name.equals("options")) {
            StartupOptions.read(value, settings);
          } else if (!name.equals("user") && !name.equals("database")) {
            settings.put(name, value);
          }
        });
    if (startup.minor() > 0 || !unknown.isEmpty()) {
      replies.write(out -> MessageWriter.negotiate(out, unknown));
    }
  }

  private void authenticated() {
    if (!database.equals(DATABASE)) {
      throw new SqlError(SqlState.INVALID_CATALOG_NAME, "the database does not exist")
          .with("database", database)
          .hint("The database is called " + DATABASE + ".");
    }
    done = true;
  }

  /** The client's next step; throws {@link SqlError} when it is the wrong one. */
  void step(byte[] body) {
    ScramServer exchange = scram;
    if (exchange == null) {
      throw new SqlError(SqlState.PROTOCOL_VIOLATION, "no password was asked for");
    }
    if (firstStep) {
      firstStep = false;
      byte[] answer = exchange.first(initialResponse(body));
      replies.write(out -> MessageWriter.authenticationSasl(out, SASL_CONTINUE, answer));
      return;
    }
    byte[] answer = exchange.last(body);
    replies.write(out -> MessageWriter.authenticationSasl(out, SASL_FINAL, answer));
    scram = null;
    authenticated();
  }

  /** SASLInitialResponse: mechanism, length i32, data. */
  private static byte[] initialResponse(byte[] body) {
    int end = 0;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    String mechanism = new String(body, 0, end, java.nio.charset.StandardCharsets.US_ASCII);
    ByteBuffer rest =
        ByteBuffer.wrap(body, Math.min(end + 1, body.length), Math.max(0, body.length - end - 1));
    if (!mechanism.equals(ScramServer.MECHANISM)
        || rest.remaining() < 4
        || rest.getInt() != rest.remaining()) {
      throw new SqlError(SqlState.PROTOCOL_VIOLATION, "malformed SASL message");
    }
    byte[] data = new byte[rest.remaining()];
    rest.get(data);
    return data;
  }

  boolean isDone() {
    return done;
  }

  String user() {
    return user;
  }

  /** Run-time parameters that the client asked for. */
  Map<String, String> settings() {
    return settings;
  }
}
