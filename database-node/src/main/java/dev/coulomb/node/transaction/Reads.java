package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.partition.Work;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Operator;
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
                      new @Nullable FrozenView[partitions.count()],
                      shared.replicated(),
                      shared.pool(),
                      1),
                  0,
                  Outcome.ALL_SO_FAR));
      case Routing.OnePartition one -> {
        Partition partition = shared.route(call, compiled.routingKeys());
        if (query.atMostOneRow()) {
          LiveStores stores = new LiveStores(partitions);
          partitions.submit(
              partition,
              () ->
                  receiver.accept(
                      inPlace(call, compiled, stores, partition.number(), partition.logged())),
              true);
        } else {
          partitions.submit(
              partition,
              () ->
                  receiver.accept(
                      Defects.outcome(() ->
                          stream(
                              call,
                              compiled.query(),
                              freeze(partition),
                              partition.number(),
                              partition.logged()))),
              true);
        }
      }
      case Routing.SomePartitions some ->
          some(call, compiled, isFewRows(query.root()), touched(call, query, compiled), receiver);
      case Routing.AllPartitions all -> cut(call, compiled.query(), receiver);
    }
  }

  private List<Partition> touched(Call call, Plan.Query query, Compiled compiled) {
    return shared.participants(shared.touched(call, query.routing(), compiled.routingKeys()));
  }

  /** Reads some partitions as if there were no others: there, nothing would be found. */
  private void some(
      Call call,
      Compiled compiled,
      boolean isFewRows,
      List<Partition> touched,
      Consumer<Outcome> receiver) {
    Work work =
        isFewRows
            ? () ->
                receiver.accept(
                    inPlace(
                        call,
                        compiled,
                        new LiveStores.Some(partitions, touched),
                        0,
                        logged(touched)))
            : () ->
                receiver.accept(
                    Defects.outcome(
                        () -> stream(call, compiled.query(), freeze(touched), 0, logged(touched))));
    partitions.submit(touched, work, true);
  }

  /** What is read there now rests on this place of the log. */
  private static long logged(List<Partition> some) {
    return some.stream().mapToLong(Partition::logged).max().orElse(Outcome.ALL_SO_FAR);
  }

  /** Rows by their whole keys, and not many of them. */
  private static boolean isFewRows(Operator operator) {
    return switch (operator) {
      case Operator.Gather gather -> isFewRows(gather.input());
      case Operator.Project project -> isFewRows(project.input());
      case Operator.Filter filter -> isFewRows(filter.input());
      case Operator.Sort sort -> isFewRows(sort.input());
      case Operator.Limit limit -> isFewRows(limit.input());
      case Operator.Scan scan ->
          scan.access() instanceof Access.Keys keys && Changes.isFewRows(scan.table(), keys);
      default -> false;
    };
  }

  private Outcome inPlace(
      Call call, Compiled compiled, Stores stores, int partition, long restsOn) {
    Catalog catalog = shared.catalog();
    if (call.prepared().catalogVersion() != catalog.version()) {
      return new Outcome.Stale();
    }
    ExecutionContext context = shared.context(call, stores, partition, catalog);
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
    return new Outcome.Rows(new BufferedRows(rows), NO_CHANGE, restsOn);
  }

  /** Called by the holder of the partition's token. */
  private ViewStores freeze(Partition partition) {
    @Nullable FrozenView[] views = new FrozenView[partitions.count()];
    views[partition.number()] = partition.freeze();
    return new ViewStores(views, shared.replicated(), shared.pool(), 1);
  }

  /** Called by the holder of their tokens; the views stand side by side, without gaps. */
  private ViewStores freeze(List<Partition> some) {
    FrozenView[] views = some.stream().map(Partition::freeze).toArray(FrozenView[]::new);
    return new ViewStores(views, shared.replicated(), shared.pool(), 1);
  }

  private void cut(Call call, CompiledQuery query, Consumer<Outcome> receiver) {
    shared
        .cuts()
        .request(
            new Cuts.Reader() {
              @Override
              public void views(ViewStores stores) {
                receiver.accept(stream(call, query, stores, 0, Outcome.ALL_SO_FAR));
              }

              @Override
              public void refused(SqlError error) {
                receiver.accept(new Outcome.Refused(error));
              }
            });
  }

  private Outcome stream(
      Call call, CompiledQuery query, ViewStores stores, int partition, long restsOn) {
    if (call.prepared().catalogVersion() != stores.catalog().version()) {
      stores.close();
      return new Outcome.Stale();
    }
    ExecutionContext context = shared.context(call, stores, partition, stores.catalog());
    QueryStream stream = new QueryStream(query, context, stores::close, shared.pool());
    stream.holds(partitions.views());
    return new Outcome.Rows(stream, NO_CHANGE, restsOn);
  }
}
