package dev.coulomb.node.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys from {@code from} (included) up to {@code to} (excluded), in unsigned byte order; null is
 * open. Since a prefix of a key's values is a prefix of its bytes, all keys with such a prefix are
 * one range.
 */
public record KeyRange(byte @Nullable [] from, byte @Nullable [] to) {
  public static final KeyRange ALL = new KeyRange(null, null);

  /** All keys that begin with these bytes. */
  public static KeyRange startingWith(byte[] prefix) {
    return new KeyRange(prefix, after(prefix));
  }

  /** The first key behind all those that begin with these bytes; null: there is none. */
  public static byte @Nullable [] after(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, length);
    next[length - 1]++;
    return next;
  }
}
