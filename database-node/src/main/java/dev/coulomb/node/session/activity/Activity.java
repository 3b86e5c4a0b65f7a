package dev.coulomb.node.session.activity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one session does. Written by its event loop without waiting for anybody, so that a reader
 * may see what was a moment ago. Any thread reads.
 */
public final class Activity {
  private static final String NOTHING = "";

  private final Client client;
  private final long openedMicros;
  private final AtomicReference<String> text = new AtomicReference<>(NOTHING);
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private final AtomicLong beganMicros = new AtomicLong();
  private final AtomicLong statements = new AtomicLong();
  private volatile String application = NOTHING;

  /**
   * Who is at the other end.
   *
   * @param address as text; empty: unknown
   */
  public record Client(String user, String address, int port) {}

  /** As PostgreSQL calls them. */
  public enum State {
    ACTIVE("active"),
    IDLE("idle"),
    IN_TRANSACTION("idle in transaction"),
    FAILED("idle in transaction (aborted)");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * @param openedMicros when the session began, microseconds since 1970-01-01T00:00Z
   */
  public Activity(Client client, long openedMicros) {
    this.client = client;
    this.openedMicros = openedMicros;
  }

  /** A statement begins. */
  public void begins(String statement, long nowMicros) {
    text.lazySet(statement);
    beganMicros.lazySet(nowMicros);
    statements.lazySet(statements.getPlain() + 1);
    state.lazySet(State.ACTIVE);
  }

  /** The client's turn. */
  public void waits(State between) {
    state.lazySet(between);
  }

  public void application(String name) {
    application = name;
  }

  public Client client() {
    return client;
  }

  public String application() {
    return application;
  }

  public State state() {
    return state.get();
  }

  /** The statement that runs, or the last one. */
  public String text() {
    return text.get();
  }

  public long openedMicros() {
    return openedMicros;
  }

  /** When that statement began; 0: there was none. */
  public long beganMicros() {
    return beganMicros.get();
  }

  /** Statements so far. */
  public long statements() {
    return statements.get();
  }
}
