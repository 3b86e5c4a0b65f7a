package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A limit or an offset that the grammar does not take: negative, in quotes, with a fraction, null,
 * or left out of {@code FETCH}.
 *
 * @param from where it begins in the statement
 * @param to behind its end
 * @param text what stands for it, not longer than it
 */
record LimitText(int from, int to, String text) {
  private static final String GAP = "(?:\\s|--[^\\n]*+(?:\\n|$)|/\\*(?:[^*]|\\*(?!/))*+\\*/)";

  private static final Pattern NUMBER =
      Pattern.compile(
          "(limit|offset|fetch"
              + GAP
              + "++(?:first|next))"
              + GAP
              + "*+(-"
              + GAP
              + "*+\\d++(?:\\.\\d*+)?+|\\d++\\.\\d*+|\\.\\d++|'[^']*+'|null\\b)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ONE =
      Pattern.compile(
          "fetch" + GAP + "++(?:first|next)" + GAP + "++rows?" + GAP + "++only\\b",
          Pattern.CASE_INSENSITIVE);

  /** What begins here, or null; 2201W and 2201X for a negative one, 22P02 for no number. */
  static @Nullable LimitText at(String text, int from) {
    Matcher one = at(ONE, text, from);
    if (one.lookingAt()) {
      return new LimitText(one.start(), one.end(), "limit 1");
    }
    Matcher number = at(NUMBER, text, from);
    if (!number.lookingAt()) {
      return null;
    }
    boolean offset = Words.lower(number.group(1)).equals("offset");
    String written = number.group(2);
    String read =
        written.equalsIgnoreCase("null") ? (offset ? "0" : "all") : "" + rows(number, offset);
    if (read.length() > written.length()) {
      return null;
    }
    return new LimitText(number.start(2), number.end(2), read);
  }

  private static Matcher at(Pattern pattern, String text, int from) {
    return pattern.matcher(text).region(from, text.length()).useTransparentBounds(true);
  }

  private static long rows(Matcher number, boolean offset) {
    String written = number.group(2).replaceAll(GAP, "");
    boolean quoted = written.startsWith("'");
    String digits = quoted ? number.group(2).substring(1, number.group(2).length() - 1) : written;
    try {
      BigDecimal value = new BigDecimal(digits.strip());
      if (quoted && value.scale() > 0) {
        throw new NumberFormatException();
      }
      long rows = value.setScale(0, RoundingMode.HALF_UP).longValueExact();
      if (rows < 0) {
        throw offset
            ? new SqlError(SqlState.INVALID_ROW_COUNT_IN_OFFSET, "OFFSET must not be negative")
            : new SqlError(SqlState.INVALID_ROW_COUNT_IN_LIMIT, "LIMIT must not be negative");
      }
      return rows;
    } catch (NumberFormatException e) {
      throw new SqlError(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input for type bigint")
          .with("value", digits)
          .at(number.start(2) + 1);
    } catch (ArithmeticException e) {
      throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range")
          .at(number.start(2) + 1);
    }
  }
}
