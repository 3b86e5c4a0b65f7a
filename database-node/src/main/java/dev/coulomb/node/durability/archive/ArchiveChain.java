package dev.coulomb.node.durability.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The pieces of a log that follow one another without a gap, from some LSN on. Two pieces may
 * overlap: they hold the same bytes then.
 *
 * @param from LSN
 * @param pieces in order; each has bytes that those before it have not
 * @param to LSN behind the last of them; that of the beginning, when there are none
 * @param next LSN at which the archive goes on behind a gap; −1: it does not
 */
public record ArchiveChain(long from, List<ArchivedPiece> pieces, long to, long next) {
  private static final long NONE = -1;

  public ArchiveChain {
    pieces = List.copyOf(pieces);
  }

  /** The longest one. */
  static ArchiveChain of(Collection<ArchivedPiece> all, long from) {
    List<ArchivedPiece> pieces = new ArrayList<>();
    long to = from;
    while (true) {
      long reached = to;
      ArchivedPiece best =
          all.stream()
              .filter(piece -> piece.from() <= reached && piece.to() > reached)
              .max(Comparator.comparingLong(ArchivedPiece::to))
              .orElse(null);
      if (best == null) {
        break;
      }
      pieces.add(best);
      to = best.to();
    }
    long reached = to;
    long next =
        all.stream()
            .mapToLong(ArchivedPiece::from)
            .filter(begin -> begin > reached)
            .min()
            .orElse(NONE);
    return new ArchiveChain(from, pieces, to, next);
  }

  /** The archive goes on behind a gap. */
  public boolean hasGap() {
    return next != NONE;
  }
}
