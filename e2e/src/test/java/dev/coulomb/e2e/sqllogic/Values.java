package dev.coulomb.e2e.sqllogic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers in the form of the suite: one value to a line, formatted by the types of the columns. */
final class Values {
  private static final Comparator<List<String>> BY_VALUES =
      (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
          int order = a.get(i).compareTo(b.get(i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern DIGITS = Pattern.compile("\\s*([+-]?\\d+)");

  private Values() {}

  /** All rows, ordered as the question says. */
  static List<String> of(ResultSet rows, Step.Question question) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<List<String>> all = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>(columns);
      for (int i = 0; i < columns; i++) {
        char type = i < question.types().length() ? question.types().charAt(i) : 'T';
        row.add(text(rows.getString(i + 1), type));
      }
      all.add(row);
    }
    return switch (question.order()) {
      case NOSORT -> all.stream().flatMap(List::stream).toList();
      case ROWSORT -> all.stream().sorted(BY_VALUES).flatMap(List::stream).toList();
      case VALUESORT -> all.stream().flatMap(List::stream).sorted().toList();
    };
  }

  static boolean match(List<String> values, Step.Expected expected) {
    if (values.size() != expected.count()) {
      return false;
    }
    return expected.hash().isEmpty()
        ? values.equals(expected.values())
        : expected.hash().equals(md5(values));
  }

  private static String text(@Nullable String value, char type) {
    if (value == null) {
      return "NULL";
    }
    return switch (type) {
      case 'I' -> integer(value);
      case 'R' -> number(value, 3);
      default -> value.isEmpty() ? "(empty)" : value.replaceAll("[^ -~]", "@");
    };
  }

  private static String integer(String value) {
    return switch (value) {
      case "t" -> "1";
      case "f" -> "0";
      default -> NUMBER.matcher(value).matches() ? number(value, 0) : prefix(value);
    };
  }

  /** What SQLite takes for the integer of a text: the digits that it begins with, or 0. */
  private static String prefix(String text) {
    Matcher digits = DIGITS.matcher(text);
    return digits.lookingAt() ? new BigDecimal(digits.group(1)).toPlainString() : "0";
  }

  /** With so many digits after the point, the others cut off (0) or rounded. */
  private static String number(String value, int digits) {
    try {
      RoundingMode mode = digits == 0 ? RoundingMode.DOWN : RoundingMode.HALF_UP;
      return new BigDecimal(value).setScale(digits, mode).toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }

  private static String md5(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String value : values) {
        digest.update(value.getBytes(StandardCharsets.ISO_8859_1));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
