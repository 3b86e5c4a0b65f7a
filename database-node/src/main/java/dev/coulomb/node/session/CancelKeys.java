package dev.coulomb.node.session;

import dev.coulomb.node.session.activity.Activity;
import dev.coulomb.node.types.SqlError;
import java.security.SecureRandom;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which session a cancel request means: a number, and a secret that proves the right. Any thread.
 */
public final class CancelKeys {
  private final AtomicInteger numbers = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<Integer, Session> sessions = new ConcurrentHashMap<>();

  /** The key of a new session. */
  Key issue(Session session) {
    Key key = new Key(numbers.incrementAndGet(), random.nextInt());
    sessions.put(key.number(), session);
    return key;
  }

  void revoke(Key key) {
    sessions.remove(key.number());
  }

  /** Ends the statement that the session of this key runs, if the key is right. */
  public void cancel(int number, int secret, SqlError reason) {
    Session session = sessions.get(number);
    if (session != null && session.key().secret() == secret) {
      session.cancel(reason);
    }
  }

  /** Ends what the session of this number runs, if it runs anything; false: no such session. */
  public boolean cancel(int number, SqlError reason) {
    Session session = sessions.get(number);
    if (session != null) {
      session.cancel(reason);
    }
    return session != null;
  }

  /** Ends the session of this number; false: there is none. */
  public boolean terminate(int number, SqlError reason) {
    Session session = sessions.get(number);
    if (session != null) {
      session.terminate(reason);
    }
    return session != null;
  }

  /** What all sessions do, by their numbers. */
  public SortedMap<Integer, Activity> activities() {
    SortedMap<Integer, Activity> activities = new TreeMap<>();
    sessions.forEach((number, session) -> activities.put(number, session.activity()));
    return activities;
  }

  /** What a client is given to cancel by. */
  public record Key(int number, int secret) {}
}
