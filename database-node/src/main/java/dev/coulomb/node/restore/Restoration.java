package dev.coulomb.node.restore;

import dev.coulomb.node.durability.files.Manifest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A restore whose files are in the data directory, and what became of it. Immutable.
 *
 * @param id under which it was asked for
 * @param inPlace what was there before is kept
 * @param history that begins with it
 * @param takenOver the files of the snapshot are used as they are
 * @param position in the log of the history it is from: everything before it is restored
 * @param timeMicros what happened until then is restored; since 1970, as all times
 * @param rows of all tables that are not derived; 0 before they are restored
 * @param tables those that have rows
 * @param failure why it could not be carried out
 */
public record Restoration(
    String id,
    State state,
    boolean inPlace,
    UUID history,
    boolean takenOver,
    long position,
    long timeMicros,
    long startedAtMicros,
    long finishedAtMicros,
    long rows,
    List<Manifest.TableRows> tables,
    @Nullable Failure failure) {

  public Restoration {
    tables = List.copyOf(tables);
  }

  /** Why there is none, with a sentence for people. */
  public record Failure(RestoreException.Reason reason, String message) {}

  /** How it stands. */
  public enum State {
    /** Everything is there and was checked; the next start carries it out. */
    STAGED,
    COMPLETED,
    FAILED,
    /** What was before it is there again. */
    UNDONE
  }

  Restoration completed(Manifest made, long atMicros) {
    List<Manifest.TableRows> kept =
        made.tables().stream().filter(table -> !table.derived()).toList();
    long count = kept.stream().mapToLong(Manifest.TableRows::rows).sum();
    return with(State.COMPLETED, atMicros, count, kept, null);
  }

  Restoration failed(Failure why, long atMicros) {
    return with(State.FAILED, atMicros, 0, List.of(), why);
  }

  /** It was taken back. */
  public Restoration undone(long atMicros) {
    return with(State.UNDONE, atMicros, rows, tables, null);
  }

  private Restoration with(
      State next, long atMicros, long count, List<Manifest.TableRows> of, @Nullable Failure why) {
    return new Restoration(
        id,
        next,
        inPlace,
        history,
        takenOver,
        position,
        timeMicros,
        startedAtMicros,
        atMicros,
        count,
        of,
        why);
  }
}
