package dev.coulomb.node.durability.archive;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of the stream of a log, which is one object of the archive.
 *
 * @param from LSN of its first byte
 * @param to LSN behind its last byte
 */
public record ArchivedPiece(UUID history, long from, long to) {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(\\d{20})-(\\d{20})\\.log");

  /** The name of the object. */
  public String name() {
    return String.format(Locale.ROOT, "%s_%020d-%020d.log", history, from, to);
  }

  /** The piece in the name of an object; empty: it is something else. */
  static Optional<ArchivedPiece> of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ArchivedPiece(
              UUID.fromString(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3))));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }
}
