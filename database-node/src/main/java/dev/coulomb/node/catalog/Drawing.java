package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.sequence.SequenceOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sequences the default of a column draws from. Immutable.
 *
 * @param identity whether the column is one that the database numbers
 * @param sequences their names
 * @param wanted the sequence that is still to be made for the column: its name is chosen when the
 *     change is applied; null: all are there
 */
public record Drawing(Identity identity, List<String> sequences, @Nullable SequenceOptions wanted) {
  /** From none. */
  public static final Drawing NONE = new Drawing(Identity.NONE, List.of(), null);

  public Drawing {
    sequences = List.copyOf(sequences);
  }

  /** {@code GENERATED … AS IDENTITY}. */
  public enum Identity {
    NONE,
    ALWAYS,
    BY_DEFAULT
  }

  /** From sequences that there are. */
  public static Drawing from(List<String> sequences) {
    return sequences.isEmpty() ? NONE : new Drawing(Identity.NONE, sequences, null);
  }

  /** From a sequence that is made with the column. */
  public static Drawing fromNew(Identity identity, SequenceOptions options) {
    return new Drawing(identity, List.of(), options);
  }

  public boolean isIdentity() {
    return identity != Identity.NONE;
  }

  Drawing as(Identity other) {
    return new Drawing(other, sequences, wanted);
  }

  Drawing renamed(String from, String to) {
    List<String> renamed = new ArrayList<>(sequences);
    renamed.replaceAll(name -> name.equals(from) ? to : name);
    return new Drawing(identity, renamed, wanted);
  }
}
