package dev.coulomb.node.durability.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is: it is complete when its manifest is there, under {@link #FILE}. Immutable.
 * The names of the components are those in the file, see {@link ManifestJson}.
 *
 * @param id under which a backup was asked for, by which it is known again; null: a checkpoint
 * @param lsn of the log: everything before it is in the snapshot, nothing behind it
 * @param catalogVersion under which the rows are to be read
 * @param timeMicros of the cut, since 1970
 * @param partitionCount of the cluster; the replicated tables are in one more
 * @param partitions in the order of their numbers
 * @param tables that have rows, in the order of their ids
 * @param catalog the file with the catalog
 * @param jars the files with the classes of procedures, in the order of their digests
 * @param rowsOf the cut for which the files of rows were written, of a checkpoint that took them
 *     over from a snapshot as they are; null: this one
 */
public record Manifest(
    Kind kind,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id,
    Origin origin,
    long lsn,
    long catalogVersion,
    long timeMicros,
    int partitionCount,
    List<Partition> partitions,
    List<TableRows> tables,
    StoredFile catalog,
    List<Jar> jars,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cut rowsOf) {

  /** Name of the file that is written last. */
  public static final String FILE = "manifest.json";

  public Manifest {
    partitions = List.copyOf(partitions);
    tables = List.copyOf(tables);
    jars = List.copyOf(jars);
  }

  /** What a snapshot is for. */
  public enum Kind {
    /** Recovery of the same node begins with it. */
    CHECKPOINT,
    /** A backup, from which a new history begins. */
    SNAPSHOT
  }

  /**
   * Where the rows are from.
   *
   * @param version of the software
   */
  public record Origin(String cluster, UUID node, UUID history, String version) {}

  /**
   * One partition.
   *
   * @param position of the last change record that is in the snapshot
   */
  public record Partition(int number, long epoch, long position, long rows, StoredFile file) {}

  /**
   * All rows of a table.
   *
   * @param derived rows of a materialized view: with other partitions they are other ones
   * @param sum see {@link RowSum}, both halves in hexadecimal
   */
  public record TableRows(int id, String name, boolean derived, long rows, String sum) {
    public static TableRows of(SnapshotCut.Table table, RowSum sum) {
      HexFormat hex = HexFormat.of();
      return new TableRows(
          table.id(),
          table.name(),
          table.derived(),
          sum.rows(),
          hex.toHexDigits(sum.high()) + hex.toHexDigits(sum.low()));
    }

    /** True when these are the rows that were added up. */
    public boolean isOf(RowSum other) {
      return sum.equals(of(new SnapshotCut.Table(id, name, derived), other).sum())
          && rows == other.rows();
    }
  }

  /** The classes of a jar; the digest is the SHA-256 of its bytes in hexadecimal. */
  public record Jar(String digest, StoredFile file) {}

  /**
   * A file of the snapshot.
   *
   * @param crc32c of all bytes, in hexadecimal
   */
  public record StoredFile(String name, long bytes, String crc32c) {
    static StoredFile of(String name, long bytes, int crc) {
      return new StoredFile(name, bytes, HexFormat.of().toHexDigits(crc));
    }
  }

  /** A moment of a history. */
  public record Cut(UUID history, long lsn) {}

  /** The cut that the files of rows name. */
  Cut cutOfRows() {
    return rowsOf == null ? new Cut(origin.history(), lsn) : rowsOf;
  }

  /**
   * Of the same files as the first checkpoint of a history that begins with them, at LSN 0.
   *
   * @param other with that history
   */
  public Manifest takenOver(Origin other) {
    return new Manifest(
        Kind.CHECKPOINT,
        null,
        other,
        0,
        catalogVersion,
        timeMicros,
        partitionCount,
        partitions,
        tables,
        catalog,
        jars,
        cutOfRows());
  }

  /** Rows of all tables. */
  public long rowCount() {
    return partitions.stream().mapToLong(Partition::rows).sum();
  }

  /** Bytes of all files but the manifest. */
  public long byteCount() {
    return partitions.stream().mapToLong(each -> each.file().bytes()).sum()
        + jars.stream().mapToLong(each -> each.file().bytes()).sum()
        + catalog.bytes();
  }
}
