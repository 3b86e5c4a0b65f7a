package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the functions of text compute; positions count code points from 1. */
final class TextMath {
  /** Longest text that a function makes out of shorter ones, in characters. */
  private static final int TEXT_LENGTH_MAX = 16 << 20;

  private TextMath() {}

  /** Where a substring ends, exclusive, counted from 0. */
  static long end(long start, @Nullable Long length) {
    if (length == null) {
      return Long.MAX_VALUE;
    }
    if (length < 0) {
      throw new SqlError(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long end = start - 1 + length;
    return end < start - 1 ? Long.MAX_VALUE : end;
  }

  static String substring(String text, long start, @Nullable Long length) {
    long end = end(start, length);
    int count = text.codePointCount(0, text.length());
    int from = (int) Math.clamp(start - 1, 0, count);
    int to = (int) Math.clamp(end, from, count);
    return slice(text, from, to);
  }

  private static String slice(String text, int from, int to) {
    if (text.codePointCount(0, text.length()) == text.length()) {
      return text.substring(from, to);
    }
    return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
  }

  static long position(String part, String text) {
    int at = text.indexOf(part);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
  }

  static String trim(String text, String characters, boolean start, boolean end) {
    int from = 0;
    int to = text.length();
    while (start && from < to && characters.indexOf(text.codePointAt(from)) >= 0) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (end && to > from && characters.indexOf(text.codePointBefore(to)) >= 0) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  static String pad(String text, long length, String fill, boolean left) {
    int wanted = (int) Math.max(0, required(length));
    int count = text.codePointCount(0, text.length());
    if (count >= wanted) {
      return slice(text, 0, wanted);
    }
    if (fill.isEmpty()) {
      return text;
    }
    StringBuilder padding = new StringBuilder();
    int fillCount = fill.codePointCount(0, fill.length());
    int missing = wanted - count;
    padding.repeat(fill, missing / fillCount).append(slice(fill, 0, missing % fillCount));
    return left ? padding + text : text + padding;
  }

  static String left(String text, long length) {
    int count = text.codePointCount(0, text.length());
    long to = length < 0 ? count + length : length;
    return slice(text, 0, (int) Math.clamp(to, 0, count));
  }

  static String right(String text, long length) {
    int count = text.codePointCount(0, text.length());
    long from = length < 0 ? -length : count - length;
    return slice(text, (int) Math.clamp(from, 0, count), count);
  }

  static String repeat(String text, long times) {
    if (times <= 0 || text.isEmpty()) {
      return "";
    }
    required(times);
    required(times * text.length());
    return text.repeat((int) times);
  }

  static String replace(String text, String part, String with) {
    if (part.isEmpty()) {
      return text;
    }
    if (with.length() > part.length()) {
      long count = 0;
      for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
        count++;
      }
      required(text.length() + count * (with.length() - part.length()));
    }
    return text.replace(part, with);
  }

  /** The length, or 54000 when no text may be that long. */
  static long required(long length) {
    if (length > TEXT_LENGTH_MAX) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large")
          .with("length", length);
    }
    return length;
  }

  static String splitPart(String text, String delimiter, long n) {
    if (n == 0) {
      throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
    }
    if (delimiter.isEmpty()) {
      return n == 1 || n == -1 ? text : "";
    }
    java.util.List<String> parts = new java.util.ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
      parts.add(text.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(text.substring(from));
    long index = n > 0 ? n - 1 : parts.size() + n;
    return index < 0 || index >= parts.size() ? "" : parts.get((int) index);
  }

  static String translate(String text, String from, String to) {
    StringBuilder out = new StringBuilder(text.length());
    int[] sources = from.codePoints().toArray();
    int[] targets = to.codePoints().toArray();
    text.codePoints()
        .forEach(c -> {
          int index = 0;
          while (index < sources.length && sources[index] != c) {
            index++;
          }
          if (index == sources.length) {
            out.appendCodePoint(c);
          } else if (index < targets.length) {
            out.appendCodePoint(targets[index]);
          }
        });
    return out.toString();
  }

  /** Each character on its own, so that the length stays. */
  static String mapped(String text, java.util.function.IntUnaryOperator mapping) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(mapping).forEach(out::appendCodePoint);
    return out.toString();
  }

  static String initcap(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inWord = Character.isLetterOrDigit(c);
      i += Character.charCount(c);
    }
    return out.toString();
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
