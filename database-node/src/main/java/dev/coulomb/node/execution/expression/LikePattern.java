package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern, compiled: literal characters, {@code _} and {@code %}. Matching goes back to the
 * last {@code %} only, so it takes no more than length × pattern steps. Immutable.
 */
final class LikePattern {
  private static final int ANY_ONE = -1;
  private static final int ANY_MANY = -2;

  private enum Shape {
    EXACT,
    PREFIX,
    SUFFIX,
    INFIX,
    GENERAL
  }

  private final boolean anyCase;
  private final int[] items;
  private final Shape shape;
  private final String literal;

  private LikePattern(int[] items, boolean anyCase) {
    this.items = items;
    this.anyCase = anyCase;
    int from = items.length > 0 && items[0] == ANY_MANY ? 1 : 0;
    int to =
        items.length > from && items[items.length - 1] == ANY_MANY
            ? items.length - 1
            : items.length;
    StringBuilder text = new StringBuilder();
    boolean plain = true;
    for (int i = from; i < to; i++) {
      plain &= items[i] >= 0;
      if (items[i] >= 0) {
        text.appendCodePoint(items[i]);
      }
    }
    literal = text.toString();
    shape = plain ? shape(from > 0, to < items.length) : Shape.GENERAL;
  }

  private static Shape shape(boolean openStart, boolean openEnd) {
    if (openStart) {
      return openEnd ? Shape.INFIX : Shape.SUFFIX;
    }
    return openEnd ? Shape.PREFIX : Shape.EXACT;
  }

  /** Fails with 22025 for a pattern that ends in its escape, or an escape of several characters. */
  static LikePattern compile(String pattern, String escape, boolean anyCase) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new SqlError(
          SqlState.INVALID_ESCAPE_SEQUENCE, "the escape must be empty or one character");
    }
    int escaped = escape.isEmpty() ? Integer.MIN_VALUE : escape.codePointAt(0);
    int[] points = (anyCase ? folded(pattern) : pattern).codePoints().toArray();
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == escaped) {
        if (++i == points.length) {
          throw new SqlError(
              SqlState.INVALID_ESCAPE_SEQUENCE, "a LIKE pattern must not end with its escape");
        }
        items.add(points[i]);
      } else if (points[i] == '%') {
        if (items.isEmpty() || items.getLast() != ANY_MANY) {
          items.add(ANY_MANY);
        }
      } else {
        items.add(points[i] == '_' ? ANY_ONE : points[i]);
      }
    }
    return new LikePattern(items.stream().mapToInt(Integer::intValue).toArray(), anyCase);
  }

  private static String folded(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }

  boolean matches(String value) {
    String text = anyCase ? folded(value) : value;
    return switch (shape) {
      case EXACT -> text.equals(literal);
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case INFIX -> text.contains(literal);
      case GENERAL -> general(text);
    };
  }

  private boolean general(String text) {
    int at = 0;
    int item = 0;
    int retryItem = -1;
    int retryAt = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (item < items.length && items[item] == ANY_MANY) {
        retryItem = ++item;
        retryAt = at;
      } else if (item < items.length && (items[item] == c || items[item] == ANY_ONE)) {
        item++;
        at += Character.charCount(c);
      } else if (retryItem >= 0) {
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
        item = retryItem;
      } else {
        return false;
      }
    }
    while (item < items.length && items[item] == ANY_MANY) {
      item++;
    }
    return item == items.length;
  }
}
