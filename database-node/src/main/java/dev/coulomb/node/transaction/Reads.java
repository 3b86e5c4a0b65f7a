package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.transaction.CompiledPlans.Compiled;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries. One row by its key is read in its partition's turn. Everything else only freezes what it
 * needs in its turn, and reads the views on the query pool, as fast as the client takes the rows.
 */
final class Reads {
  private static final int NO_CHANGE = -1;

  private final Shared shared;
  private final Partitions partitions;

  Reads(Shared shared) {
    this.shared = shared;
    this.partitions = shared.partitions();
  }

  /** Carries out a query; {@code plan} is the statement that contains it. */
  void query(Call call, Plan plan, Plan.Query query, Consumer<Outcome> receiver) {
    Compiled compiled = shared.compiled().of(plan);
    switch (query.routing()) {
      case Routing.Replicated replicated ->
          receiver.accept(
              stream(
                  call,
                  compiled.query(),
                  new ViewStores(
                      new @Nullable FrozenView[partitions.count()], shared.replicated(), 1),
                  0));
      case Routing.OnePartition one -> {
        Partition partition = shared.route(call, compiled.routingKey());
        if (query.atMostOneRow()) {
          partitions.submit(
              partition, () -> receiver.accept(inPlace(call, compiled, partition)), true);
        } else {
          partitions.submit(
              partition,
              () ->
                  receiver.accept(
                      Defects.outcome(() ->
                          stream(call, compiled.query(), freeze(partition), partition.number()))),
              true);
        }
      }
      case Routing.AllPartitions all -> cut(call, compiled.query(), receiver);
    }
  }

  private Outcome inPlace(Call call, Compiled compiled, Partition partition) {
    Catalog catalog = shared.catalog();
    if (call.prepared().catalogVersion() != catalog.version()) {
      return new Outcome.Stale();
    }
    ExecutionContext context =
        shared.context(call, new LiveStores(partitions), partition.number(), catalog);
    List<@Nullable Object[]> rows = new ArrayList<>(1);
    try (RowSource source = compiled.query().open(context)) {
      for (@Nullable Object[] row = source.next(); row != null; row = source.next()) {
        rows.add(row);
      }
    } catch (SqlError error) {
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      return new Outcome.Refused(Defects.asError(defect));
    }
    return new Outcome.Rows(new BufferedRows(rows), NO_CHANGE);
  }

  /** Called by the holder of the partition's token. */
  private ViewStores freeze(Partition partition) {
    @Nullable FrozenView[] views = new FrozenView[partitions.count()];
    views[partition.number()] = partition.freeze();
    return new ViewStores(views, shared.replicated(), 1);
  }

  private void cut(Call call, CompiledQuery query, Consumer<Outcome> receiver) {
    shared
        .cuts()
        .request(
            new Cuts.Reader() {
              @Override
              public void views(ViewStores stores) {
                receiver.accept(stream(call, query, stores, 0));
              }

              @Override
              public void refused(SqlError error) {
                receiver.accept(new Outcome.Refused(error));
              }
            });
  }

  private Outcome stream(Call call, CompiledQuery query, ViewStores stores, int partition) {
    if (call.prepared().catalogVersion() != stores.catalog().version()) {
      stores.close();
      return new Outcome.Stale();
    }
    ExecutionContext context = shared.context(call, stores, partition, stores.catalog());
    QueryStream stream = new QueryStream(query, context, stores::close, shared.pool());
    stream.holds(partitions.views());
    return new Outcome.Rows(stream, NO_CHANGE);
  }
}
