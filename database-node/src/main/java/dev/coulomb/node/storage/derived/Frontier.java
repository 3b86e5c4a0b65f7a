package dev.coulomb.node.storage.derived;

import dev.coulomb.node.invariant.Invariant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far the rows of one partition are counted in a materialized view that is being built, in the
 * order of their keys. What happens to a row up to there happens to its group too; any other is
 * left to the slice that comes by later. Confined to the holder of the token.
 */
public final class Frontier {
  private byte @Nullable [] last;
  private boolean atEnd;

  /** The key of the last row that is counted; null: none is yet. */
  public byte @Nullable [] last() {
    return last;
  }

  /** True when a row of this key, whether it is there or not, lies within what is counted. */
  public boolean contains(byte[] key) {
    byte[] to = last;
    return atEnd || (to != null && Arrays.compareUnsigned(key, to) <= 0);
  }

  /**
   * All rows up to this key are counted now.
   *
   * @param key null: all that there are, and all that come
   * @return takes it back
   */
  public Runnable moveTo(byte @Nullable [] key) {
    Invariant.that(key == null || !contains(key), "a frontier goes forward");
    byte[] before = last;
    boolean wasAtEnd = atEnd;
    last = key == null ? last : key;
    atEnd = key == null;
    return () -> {
      last = before;
      atEnd = wasAtEnd;
    };
  }
}
