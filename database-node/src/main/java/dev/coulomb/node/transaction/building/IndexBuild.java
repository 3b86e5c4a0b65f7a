package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.partition.Work;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.types.CancelSignal;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One index that is built beside writers, step by step; each step but the look for equal keys is a
 * short transaction of its own.
 *
 * <ol>
 *   <li>Under all tokens the index is planted in the stores, without entries and unknown to the
 *       catalog. From then on it is kept up with every row that changes.
 *   <li>Slice by slice, one partition after the other, the rows that are there get their entries. A
 *       row that changes before its slice comes has one already, and the slice puts the same.
 *   <li>When it is to be unique, each store refuses keys that are there, from a moment on of which
 *       a view is cut; in the view is looked for equal keys that came before, without a token.
 *   <li>Under all tokens it becomes an index of the catalog.
 * </ol>
 *
 * <p>Whatever fails on the way, the trees are dropped under all tokens before anybody is told.
 */
public final class IndexBuild {
  /** Rows that get their entries at a time: half a millisecond or so. */
  private static final int SLICE_ROWS = 256;

  private final Partitions partitions;
  private final Executor pool;
  private final IndexBuilds builds;
  private final Table table;
  private final Index index;
  private final CancelSignal cancel;
  private final Owner owner;

  /** Where the table's rows are: the partitions, or the replicated one. */
  private final List<Partition> places;

  /**
   * @param pool looks for equal keys
   * @param builds all builds of the node
   * @param table without the index
   * @param index as the catalog would have it now
   */
  public IndexBuild(
      Partitions partitions,
      Executor pool,
      IndexBuilds builds,
      Table table,
      Index index,
      CancelSignal cancel,
      Owner owner) {
    this.partitions = partitions;
    this.pool = pool;
    this.builds = builds;
    this.table = table;
    this.index = index;
    this.cancel = cancel;
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
     * The stores have the whole index: makes it one of the catalog, by giving the table another
     * definition in {@link IndexBuild#define}. For the holder of all tokens.
     */
    void complete(IndexBuild build);

    /** All is done; called once, as is the next, while all tokens are held. */
    void done();

    /** Nothing is left of it. */
    void failed(Throwable reason);
  }

  /** Begins, as the holder of all tokens; when this fails, the caller rolls the stores back. */
  public void begin() {
    builds.add(table);
    try {
      define(table.and(index.unfinished(false)));
      owner.commit(everyPlace());
    } catch (RuntimeException | Error failed) {
      builds.remove(table);
      throw failed;
    }
    attempt(List.of(), () -> fill(0, null));
  }

  /** Gives the table this definition in all stores. For the holder of all tokens. */
  public void define(Table definition) {
    places.forEach(place -> place.store().redefineTable(definition));
  }

  private void fill(int place, byte @Nullable [] after) {
    if (place == places.size()) {
      refuseEqualKeys(0);
      return;
    }
    step(
        place,
        () -> {
          Index unfinished = index.unfinished(false);
          byte[] last = places.get(place).store().fillIndex(table, unfinished, after, SLICE_ROWS);
          owner.commit(tokens(place));
          fill(last == null ? place + 1 : place, last);
        });
  }

  private void refuseEqualKeys(int place) {
    if (!index.unique() || place == places.size()) {
      partitions.submit(partitions.everything(), this::complete);
      return;
    }
    step(
        place,
        () -> {
          Partition partition = places.get(place);
          partition.store().redefineTable(table.and(index.unfinished(true)));
          owner.commit(tokens(place));
          FrozenView view = partition.freeze();
          pool.execute(() -> attempt(List.of(), () -> lookForEqualKeys(place, view)));
        });
  }

  private void lookForEqualKeys(int place, FrozenView view) {
    OpenViews.Holder holder = partitions.views().hold(cancel::raise);
    try (view) {
      owner.check();
      Ticks ticks = new Ticks(cancel);
      view.checkUnique(table, index.unfinished(true), ticks::tick);
    } finally {
      holder.letGo();
    }
    refuseEqualKeys(place + 1);
  }

  private void complete() {
    try {
      owner.check();
      owner.complete(this);
    } catch (RuntimeException | Error reason) {
      partitions.everything().forEach(partition -> partition.store().rollback());
      takeBack(reason);
      return;
    }
    builds.remove(table);
    owner.done();
  }

  /** As few as there are: a commit of the replicated tables makes open transactions look again. */
  private List<Partition> everyPlace() {
    return table.isReplicated() ? partitions.everything() : places;
  }

  /** Replicated tables are changed by holders of all tokens. */
  private List<Partition> tokens(int place) {
    return table.isReplicated() ? partitions.everything() : List.of(places.get(place));
  }

  private void step(int place, Work work) {
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

  private void attempt(List<Partition> tokens, Work work) {
    try {
      work.run();
    } catch (RuntimeException | Error reason) {
      tokens.forEach(partition -> partition.store().rollback());
      partitions.submitAnyway(partitions.everything(), () -> takeBack(reason));
    }
  }

  private void takeBack(Throwable reason) {
    places.forEach(place -> place.store().dropIndex(table, index.unfinished(false)));
    owner.commit(everyPlace());
    builds.remove(table);
    owner.failed(reason);
  }
}
