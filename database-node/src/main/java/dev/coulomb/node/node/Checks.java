package dev.coulomb.node.node;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks and readings of setting values; each throws {@link IllegalArgumentException} with why. */
final class Checks {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b|i)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|min|m|h|d)?");

  /** As PostgreSQL, which counts milliseconds in 32 bits. */
  private static final Duration DURATION_MAX = Duration.ofDays(24);

  private Checks() {}

  static String text(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return value;
  }

  static String id(String value) {
    try {
      return UUID.fromString(value).toString();
    } catch (IllegalArgumentException notAnId) {
      throw new IllegalArgumentException("must be the identity of a node", notAnId);
    }
  }

  static String nonce(String value) {
    if (!value.matches("[a-z0-9-]{1,63}")) {
      throw new IllegalArgumentException("must be 1 to 63 small letters, digits and hyphens");
    }
    return value;
  }

  static String port(String value) {
    return number(value, 0, 65_535);
  }

  static String number(String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("must be a number", notANumber);
    }
    throw new IllegalArgumentException("must be between " + least + " and " + most);
  }

  static String truth(String value) {
    return oneOf(value, "true", "false");
  }

  static String oneOf(String value, String... words) {
    if (List.of(words).contains(value)) {
      return value;
    }
    throw new IllegalArgumentException("must be one of " + String.join(", ", words));
  }

  static String size(String value, long least) {
    if (bytes(value) < least) {
      throw new IllegalArgumentException("must be at least " + least + " bytes");
    }
    return value;
  }

  static String duration(String value) {
    if (time(value).compareTo(DURATION_MAX) > 0) {
      throw new IllegalArgumentException("must be at most " + DURATION_MAX.toDays() + "d");
    }
    return value;
  }

  /** {@code 4096}, {@code 64MiB}, {@code 2Gi}, {@code 10kb}; units are powers of 1024. */
  static long bytes(String value) {
    Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException("must be a size, as 64MiB");
    }
    int power = " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
    return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
  }

  /** {@code 30s}, {@code 500ms}, {@code 5m} or {@code 5min}; a bare number is milliseconds. */
  static Duration time(String value) {
    Matcher time = DURATION.matcher(value.toLowerCase(Locale.ROOT));
    if (!time.matches()) {
      throw new IllegalArgumentException("must be a duration, as 30s");
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2) == null ? "ms" : time.group(2)) {
      case "us" -> Duration.ofNanos(amount * 1_000);
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
