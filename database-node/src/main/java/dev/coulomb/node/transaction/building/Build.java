package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.partition.Work;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.Set;

/**
 * Something that is built of a table's rows beside those who write them, step by step; each step is
 * a short transaction of its own.
 *
 * <ol>
 *   <li>Under all tokens it is planted in the stores, without entries and unknown to the catalog.
 *   <li>Slice by slice, one partition after the other, the rows that are there are brought in. The
 *       stores see to rows that change meanwhile.
 *   <li>Under all tokens it becomes part of the catalog.
 * </ol>
 *
 * <p>Whatever fails on the way, it is dropped under all tokens before anybody is told.
 */
public abstract sealed class Build permits IndexBuild, ViewBuild {
  private final Partitions partitions;
  private final Builds builds;
  private final Table table;
  private final Owner owner;

  /** Where the table's rows are: the partitions, or the replicated one. */
  private final List<Partition> places;

  Build(Partitions partitions, Builds builds, Table table, Owner owner) {
    this.partitions = partitions;
    this.builds = builds;
    this.table = table;
    this.owner = owner;
    this.places = table.isReplicated() ? List.of(partitions.replicated()) : partitions.all();
  }

  /** For whom it is built. */
  public interface Owner {
    /** Before each step: fails when there should be no further. */
    void check();

    /** Makes a step final. For the holder of these tokens. */
    void commit(List<Partition> participants);

    /**
     * The next catalog, with what was built; fails when it cannot be part of the one there is by
     * now. For the holder of all tokens, as is the next.
     */
    Catalog next();

    /** Makes the last step final, and that catalog the one that holds. */
    void commit(Catalog next);

    /** All is done; called once, as is the next, while all tokens are held. */
    void done();

    /** Nothing is left of it. */
    void failed(Throwable reason);
  }

  /** Begins, as the holder of all tokens; when this fails, the caller rolls the stores back. */
  public final void begin() {
    builds.add(this);
    try {
      places.forEach(place -> plant(place.store()));
      owner.commit(everyPlace());
    } catch (RuntimeException | Error failed) {
      builds.remove(this);
      throw failed;
    }
    attempt(List.of(), () -> fill(0));
  }

  /** The table whose rows it is built of. */
  final Table table() {
    return table;
  }

  final Owner owner() {
    return owner;
  }

  final List<Partition> places() {
    return places;
  }

  /** What it rests on: the table, and others that its query joins. */
  abstract Set<Table> tables();

  /** 55006 when it would not be what was asked for under this catalog. */
  @SuppressWarnings("ReferenceEquality")
  void check(Catalog after) {
    for (Table known : tables()) {
      // Rows that are rewritten make another table of it, be it equal.
      if (after.find(known.id()).filter(now -> now == known).isEmpty()) {
        throw inUse(known.name());
      }
    }
  }

  /** 55006: somebody wants to change this relation meanwhile. */
  final SqlError inUse(String relation) {
    return new SqlError(SqlState.OBJECT_IN_USE, sentence())
        .with("relation", relation)
        .hint("Wait until it is built, or cancel its statement.");
  }

  /** What those are told who meet it. */
  abstract String sentence();

  /** Makes it in a store, without entries. */
  abstract void plant(PartitionStore store);

  /** Brings some rows in; false: that were all of this store. Called until then. */
  abstract boolean fill(PartitionStore store);

  /** All rows are in, everywhere. */
  void filled() {
    finish();
  }

  /** Makes it what it is in this catalog. */
  abstract void adopt(PartitionStore store, Catalog next);

  /** Leaves nothing of it. */
  abstract void drop(PartitionStore store);

  private void fill(int place) {
    if (place == places.size()) {
      filled();
      return;
    }
    step(
        place,
        () -> {
          boolean more = fill(places.get(place).store());
          owner.commit(tokens(place));
          fill(more ? place : place + 1);
        });
  }

  /** The last step. */
  final void finish() {
    partitions.submit(partitions.everything(), this::complete);
  }

  private void complete() {
    try {
      owner.check();
      Catalog next = owner.next();
      places.forEach(place -> adopt(place.store(), next));
      owner.commit(next);
    } catch (RuntimeException | Error reason) {
      partitions.everything().forEach(partition -> partition.store().rollback());
      takeBack(reason);
      return;
    }
    builds.remove(this);
    owner.done();
  }

  /** As few as there are: a commit of the replicated tables makes open transactions look again. */
  private List<Partition> everyPlace() {
    return table.isReplicated() ? partitions.everything() : places;
  }

  /** Replicated tables are changed by holders of all tokens. */
  final List<Partition> tokens(int place) {
    return table.isReplicated() ? partitions.everything() : List.of(places.get(place));
  }

  /** Does something as the holder of a place's tokens, behind all that waits for them. */
  final void step(int place, Work work) {
    List<Partition> tokens = tokens(place);
    partitions.submit(
        tokens,
        () ->
            attempt(
                tokens,
                () -> {
                  owner.check();
                  work.run();
                }),
        false);
  }

  /** Does something as the holder of these tokens; when it fails, all is taken back. */
  final void attempt(List<Partition> tokens, Work work) {
    try {
      work.run();
    } catch (RuntimeException | Error reason) {
      tokens.forEach(partition -> partition.store().rollback());
      partitions.submitAnyway(partitions.everything(), () -> takeBack(reason));
    }
  }

  private void takeBack(Throwable reason) {
    places.forEach(place -> drop(place.store()));
    owner.commit(everyPlace());
    builds.remove(this);
    owner.failed(reason);
  }
}
