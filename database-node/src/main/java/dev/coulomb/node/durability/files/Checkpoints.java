package dev.coulomb.node.durability.files;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Which checkpoint recovery begins with, and which are not needed: pure functions of what is there.
 */
final class Checkpoints {
  private static final String PREFIX = "checkpoint-";
  private static final int DIGITS = 16;

  private Checkpoints() {}

  /**
   * A checkpoint that was found.
   *
   * @param lsn at which it was cut
   * @param complete it has its manifest
   */
  record Found(long lsn, boolean complete) {
    String name() {
      return nameOf(lsn);
    }
  }

  /**
   * What to do with what was found.
   *
   * @param start the checkpoint to begin with; empty: there is none, and the log has all
   * @param needless the others, which are deleted
   */
  record Choice(Optional<Found> start, List<Found> needless) {}

  /** The name of the directory of a checkpoint. */
  static String nameOf(long lsn) {
    return PREFIX + HexFormat.of().toHexDigits(lsn);
  }

  /** The LSN in the name of a directory; empty: it is of something else. */
  static Optional<Long> lsnOf(String name) {
    String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    return digits.length() == DIGITS && digits.chars().allMatch(HexFormat::isHexDigit)
        ? Optional.of(HexFormat.fromHexDigitsToLong(digits)).filter(lsn -> nameOf(lsn).equals(name))
        : Optional.empty();
  }

  /**
   * Begins with the newest one that is complete: one that is not was being written when the node
   * ended, and the log still reaches back to the one before it. Empty when it does not.
   *
   * @param logFrom the first LSN that the log still has
   */
  static Optional<Choice> choose(List<Found> found, long logFrom) {
    Optional<Found> start =
        found.stream()
            .filter(Found::complete)
            .max((left, right) -> Long.compareUnsigned(left.lsn(), right.lsn()));
    long needed = start.map(Found::lsn).orElse(0L);
    if (Long.compareUnsigned(logFrom, needed) > 0) {
      return Optional.empty();
    }
    List<Found> needless =
        found.stream()
            .filter(each -> start.isEmpty() || each.lsn() != start.get().lsn())
            .sorted(Comparator.comparing(Found::name))
            .toList();
    return Optional.of(new Choice(start, needless));
  }
}
