package dev.coulomb.node.transaction;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlError;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client has been told by a statement: a 128-bit fingerprint of the rows it was given, in
 * their order, whether it was told that there are no more, and of the error if there was one. So
 * little is kept that a transaction can read much. Confined to its transaction.
 */
final class Answer {
  private @Nullable Hasher told;
  private @Nullable HashCode fingerprint;
  private long rows;
  private boolean ended;
  private boolean failed;

  /** Rows told so far. */
  long rows() {
    return rows;
  }

  /** True when the client knows that no row follows. */
  boolean hasEnded() {
    return ended;
  }

  void row(@Nullable Object[] row) {
    Hasher into = told();
    rows++;
    for (Object value : row) {
      put(value, into);
    }
  }

  void end() {
    ended = true;
    fingerprint = fingerprint();
    told = null;
  }

  void change(ChangeResult result) {
    told().putLong(result.rows());
    result.returning().forEach(this::row);
    end();
  }

  /** True when the error says something of the data, so that it belongs to the answer. */
  boolean failed(SqlError error) {
    if (!isOfTheData(error)) {
      return false;
    }
    failed = true;
    put(error.code(), told());
    put(error.getMessage(), told());
    end();
    return true;
  }

  /** False for errors of the moment: cancelled, out of memory, stopping, a defect. */
  static boolean isOfTheData(SqlError error) {
    String code = error.code();
    return switch (code.substring(0, 2)) {
      case "53", "57", "58", "XX" -> false;
      default -> true;
    };
  }

  boolean isSameAs(Answer other) {
    return rows == other.rows
        && ended == other.ended
        && failed == other.failed
        && fingerprint().equals(other.fingerprint());
  }

  private Hasher told() {
    Invariant.that(fingerprint == null, "an answer that has ended does not go on");
    Hasher hasher = told;
    if (hasher == null) {
      hasher = Hashing.murmur3_128().newHasher();
      told = hasher;
    }
    return hasher;
  }

  private HashCode fingerprint() {
    HashCode made = fingerprint;
    return made == null ? told().hash() : made;
  }

  /** Every value begins with its kind, and says how long it is. */
  private static void put(@Nullable Object value, Hasher told) {
    switch (value) {
      case null -> told.putByte((byte) 0);
      case Long number -> told.putByte((byte) 1).putLong(number);
      case Double number -> told.putByte((byte) 2).putDouble(number);
      case Boolean truth -> told.putByte((byte) 3).putBoolean(truth);
      case byte[] bytes -> told.putByte((byte) 4).putInt(bytes.length).putBytes(bytes);
      case Object[] array -> {
        told.putByte((byte) 5).putInt(array.length);
        Arrays.stream(array).forEach(element -> put(element, told));
      }
      default -> {
        String text = value.toString();
        told.putByte((byte) 6).putInt(text.length()).putUnencodedChars(text);
      }
    }
  }
}
