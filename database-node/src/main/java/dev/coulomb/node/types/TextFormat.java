package dev.coulomb.node.types;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The text forms of values, in and out, as PostgreSQL 15 reads and writes them ({@code DateStyle}
 * ISO, MDY; {@code IntervalStyle} postgres; {@code bytea_output} hex). Any thread.
 *
 * <p>Reading fails with 22P02, 22007, 22008, 22003, 22001 or 22023. Numeric {@code NaN} and
 * infinities are refused: numeric is finite here.
 */
public final class TextFormat {
  private TextFormat() {}

  /** As {@link #parse(SqlType, String, ZoneId)}, in UTC. */
  public static Object parse(SqlType type, String text) {
    return parse(type, text, ZoneOffset.UTC);
  }

  /**
   * Reads a value and fits it to the type's modifiers as an assignment does.
   *
   * @param zone where a timestamptz without a zone is taken to be
   */
  public static Object parse(SqlType type, String text, ZoneId zone) {
    return switch (type.kind()) {
      case BOOLEAN -> parseBoolean(text);
      case SMALLINT, INTEGER, BIGINT -> NumberText.parseInteger(type.kind(), text);
      case REAL -> NumberText.parseReal(text);
      case DOUBLE -> NumberText.parseDouble(text);
      case NUMERIC -> Coercion.assign(type, NumberText.parseNumeric(text));
      case TEXT, VARCHAR, CHAR -> Coercion.assign(type, withoutZeroBytes(text));
      case BYTEA -> parseBytes(text);
      case DATE -> DateTimeText.parseDate(text);
      case TIME -> DateTimeText.parseTime(text);
      case TIMESTAMP -> DateTimeText.parseTimestamp(text);
      case TIMESTAMPTZ -> DateTimeText.parseTimestampWithZone(text, zone);
      case INTERVAL -> IntervalText.parse(text);
      case UUID -> parseUuid(text);
      case JSON -> JsonText.checked(withoutZeroBytes(text));
      case JSONB -> JsonText.normalised(withoutZeroBytes(text));
    };
  }

  /** As {@link #format(SqlType, Object, ZoneId)}, in UTC. */
  public static String format(SqlType type, Object value) {
    return format(type, value, ZoneOffset.UTC);
  }

  /**
   * Writes a value.
   *
   * @param zone in which a timestamptz is shown
   */
  public static String format(SqlType type, Object value, ZoneId zone) {
    return switch (type.kind()) {
      case BOOLEAN -> (Boolean) value ? "t" : "f";
      case SMALLINT, INTEGER, BIGINT -> Long.toString((Long) value);
      case REAL -> ShortestFloat.format((Float) value);
      case DOUBLE -> ShortestFloat.format((Double) value);
      case NUMERIC -> ((java.math.BigDecimal) value).toPlainString();
      case TEXT, VARCHAR, JSON, JSONB -> (String) value;
      case CHAR -> padded((String) value, type.precision());
      case BYTEA -> "\\x" + HexFormat.of().formatHex((byte[]) value);
      case DATE -> DateTimeText.formatDate((Long) value);
      case TIME -> DateTimeText.formatTime((Long) value);
      case TIMESTAMP -> DateTimeText.formatTimestamp((Long) value);
      case TIMESTAMPTZ -> DateTimeText.formatTimestampWithZone((Long) value, zone);
      case INTERVAL -> IntervalText.format((Interval) value);
      case UUID -> value.toString();
    };
  }

  static SqlError invalid(SqlState state, String type, String text) {
    return new SqlError(state, "invalid input syntax").with("type", type).with("value", text);
  }

  private static Boolean parseBoolean(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (!word.isEmpty()) {
      if ("true".startsWith(word)
          || "yes".startsWith(word)
          || word.equals("on")
          || word.equals("1")) {
        return true;
      }
      boolean off = word.equals("of") || word.equals("off") || word.equals("0");
      if ("false".startsWith(word) || "no".startsWith(word) || off) {
        return false;
      }
    }
    throw invalid(SqlState.INVALID_TEXT_REPRESENTATION, "boolean", text);
  }

  private static String withoutZeroBytes(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new SqlError(
          SqlState.CHARACTER_NOT_IN_REPERTOIRE, "text cannot contain the character of code 0");
    }
    return text;
  }

  private static String padded(String value, int length) {
    int missing = length - value.codePointCount(0, value.length());
    return missing > 0 ? value + " ".repeat(missing) : value;
  }

  private static byte[] parseBytes(String text) {
    if (text.startsWith("\\x")) {
      return parseHex(text);
    }
    byte[] source = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] bytes = new byte[source.length];
    int length = 0;
    int i = 0;
    while (i < source.length) {
      if (source[i] != '\\') {
        bytes[length++] = source[i++];
      } else if (i + 1 < source.length && source[i + 1] == '\\') {
        bytes[length++] = '\\';
        i += 2;
      } else if (i + 3 < source.length && isOctal(source, i + 1)) {
        int value = (source[i + 1] - '0') << 6 | (source[i + 2] - '0') << 3 | (source[i + 3] - '0');
        bytes[length++] = (byte) value;
        i += 4;
      } else {
        throw invalid(SqlState.INVALID_TEXT_REPRESENTATION, "bytea", text);
      }
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static boolean isOctal(byte[] bytes, int at) {
    return bytes[at] >= '0'
        && bytes[at] <= '3'
        && bytes[at + 1] >= '0'
        && bytes[at + 1] <= '7'
        && bytes[at + 2] >= '0'
        && bytes[at + 2] <= '7';
  }

  private static byte[] parseHex(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 2; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean between = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (Character.digit(c, 16) >= 0 && c < 128) {
        digits.append(c);
      } else if (!between || digits.length() % 2 == 1) {
        throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal digit")
            .with("digit", c);
      }
    }
    if (digits.length() % 2 == 1) {
      throw new SqlError(
          SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
    }
    return HexFormat.of().parseHex(digits);
  }

  private static UUID parseUuid(String text) {
    String digits = text.strip();
    if (digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, digits.length() - 1);
    }
    StringBuilder hex = new StringBuilder(32);
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c == '-' && hex.length() > 0 && hex.length() % 4 == 0 && digits.charAt(i - 1) != '-') {
        continue;
      }
      if (c >= 128 || Character.digit(c, 16) < 0) {
        throw invalid(SqlState.INVALID_TEXT_REPRESENTATION, "uuid", text);
      }
      hex.append(c);
    }
    if (hex.length() != 32 || digits.endsWith("-")) {
      throw invalid(SqlState.INVALID_TEXT_REPRESENTATION, "uuid", text);
    }
    return new UUID(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }
}
