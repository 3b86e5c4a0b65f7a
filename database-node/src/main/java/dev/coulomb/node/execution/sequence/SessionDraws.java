package dev.coulomb.node.execution.sequence;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session drew last from each sequence. One statement at a time uses it, each perhaps on
 * another thread.
 */
public final class SessionDraws implements Draws {
  private final Map<Integer, Long> current = new ConcurrentHashMap<>();
  private volatile @Nullable Sequence lastDrawn;
  private volatile long restsOn;

  @Override
  public long next(Sequence sequence) {
    long next = sequence.next();
    rested(sequence);
    current.put(sequence.id(), next);
    lastDrawn = sequence;
    return next;
  }

  @Override
  public long current(Sequence sequence) {
    Long drawn = current.get(sequence.id());
    if (drawn == null) {
      throw new SqlError(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "currval of the sequence is not yet defined in this session")
          .with("sequence", sequence.name());
    }
    return drawn;
  }

  @Override
  public long last() {
    Sequence drawn = lastDrawn;
    if (drawn == null) {
      throw new SqlError(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    }
    return current(drawn);
  }

  @Override
  public long set(Sequence sequence, long value, boolean called) {
    sequence.set(value, called);
    rested(sequence);
    if (called) {
      current.put(sequence.id(), value);
    }
    return value;
  }

  private void rested(Sequence sequence) {
    long place = sequence.counter().restsOn();
    if (place > restsOn) {
      restsOn = place;
    }
  }

  /** The place in the log up to which all must be kept before the session is told what it drew. */
  public long restsOn() {
    return restsOn;
  }

  /** The session forgets what it drew. */
  public void discard() {
    lastDrawn = null;
    current.clear();
  }
}
