package dev.coulomb.node.transaction.building;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.PartitionStore;
import java.util.HashSet;
import java.util.Set;

/**
 * One materialized view. A count may not be counted twice, so each store keeps how far its rows are
 * counted: a row that changes up to there changes its group too, any other one is left to its
 * slice.
 */
public final class ViewBuild extends Build {
  /** Rows that are counted at a time: half a millisecond or so. */
  private static final int SLICE_ROWS = 128;

  private final Table view;
  private final Table unfinished;

  /** What its query reads. */
  private final Set<Table> tables = new HashSet<>();

  private final Set<View> views = new HashSet<>();

  /**
   * @param builds all builds of the node
   * @param catalog without the view
   * @param table whose rows are grouped
   * @param view as the catalog would have it now
   */
  public ViewBuild(
      Partitions partitions, Builds builds, Catalog catalog, Table table, Table view, Owner owner) {
    super(partitions, builds, table, owner);
    this.view = view;
    this.unfinished = view.unfinished();
    Derivation query = Invariant.present(view.derivation(), "a materialized view has a query");
    query.sources().forEach(source -> reads(source, catalog));
  }

  private void reads(String source, Catalog catalog) {
    catalog.find(source).ifPresent(tables::add);
    View of = catalog.views().find(source).orElse(null);
    if (of != null && views.add(of)) {
      of.sources().forEach(each -> reads(each, catalog));
    }
  }

  @Override
  Set<Table> tables() {
    return tables;
  }

  @Override
  void check(Catalog after) {
    super.check(after);
    for (View each : views) {
      if (after.views().find(each.name()).filter(each::equals).isEmpty()) {
        throw inUse(each.name());
      }
    }
  }

  @Override
  String sentence() {
    return "a materialized view that reads the relation is being built";
  }

  @Override
  void plant(PartitionStore store) {
    store.createTable(unfinished);
  }

  @Override
  boolean fill(PartitionStore store) {
    return store.fillOn(unfinished, SLICE_ROWS);
  }

  @Override
  void adopt(PartitionStore store, Catalog next) {
    Table finished = next.find(view.name()).orElse(null);
    store.finish(unfinished, Invariant.present(finished, "the next catalog has the view"));
  }

  @Override
  void drop(PartitionStore store) {
    store.dropTable(unfinished);
  }
}
