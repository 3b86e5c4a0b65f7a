package dev.coulomb.operator.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting takes. Each kind knows its canonical form, so that {@code 1GiB} and {@code
 * 1024MiB} are the same.
 */
sealed interface Value {

  /** The canonical form, or nothing when the text is no such value or out of bounds. */
  Optional<String> canonical(String text);

  /** What would have been accepted, for the end of a sentence. */
  String expected();

  /** Bytes with a unit. */
  record Size(long minBytes, long maxBytes) implements Value {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)?");

    @Override
    public Optional<String> canonical(String text) {
      long bytes = bytes(text);
      return bytes < minBytes || bytes > maxBytes ? Optional.empty() : Optional.of(text(bytes));
    }

    /** The bytes that a text means; -1 when it is no size. */
    static long bytes(String text) {
      Matcher form = FORM.matcher(text.strip());
      if (!form.matches()) {
        return -1;
      }
      String unit = form.group(2);
      long factor =
          switch (unit == null ? "B" : unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L;
          };
      long number = Long.parseLong(form.group(1));
      return number > Long.MAX_VALUE / factor ? -1 : number * factor;
    }

    @Override
    public String expected() {
      return "a size from " + text(minBytes) + " to " + text(maxBytes) + ", for example 64MiB";
    }

    private static String text(long bytes) {
      if (bytes >= 1L << 20 && bytes % (1L << 20) == 0) {
        return (bytes >> 20) + "MiB";
      }
      return bytes >= 1L << 10 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
  }

  /** A whole number. */
  record Count(long min, long max) implements Value {

    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    @Override
    public Optional<String> canonical(String text) {
      String stripped = text.strip();
      if (!FORM.matcher(stripped).matches()) {
        return Optional.empty();
      }
      long number = Long.parseLong(stripped);
      return number < min || number > max ? Optional.empty() : Optional.of(Long.toString(number));
    }

    @Override
    public String expected() {
      return "a whole number from " + min + " to " + max;
    }
  }

  /** A length of time with a unit; 0 is none. */
  record Time(long maxMillis) implements Value {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");

    @Override
    public Optional<String> canonical(String text) {
      Matcher form = FORM.matcher(text.strip());
      if (!form.matches()) {
        return Optional.empty();
      }
      long number = Long.parseLong(form.group(1));
      String unit = form.group(2);
      if (unit == null) {
        return number == 0 ? Optional.of("0") : Optional.empty();
      }
      long factor =
          switch (unit) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            default -> 3_600_000L;
          };
      return number > maxMillis / factor ? Optional.empty() : Optional.of(text(number * factor));
    }

    @Override
    public String expected() {
      return "0 or a time up to " + text(maxMillis) + " with its unit, for example 500ms or 30s";
    }

    private static String text(long millis) {
      if (millis == 0) {
        return "0";
      }
      return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements Value {

    @Override
    public Optional<String> canonical(String text) {
      String word = text.strip();
      return words.contains(word) ? Optional.of(word) : Optional.empty();
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", words);
    }
  }
}
