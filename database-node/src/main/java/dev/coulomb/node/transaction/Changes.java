package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.CompiledChange;
import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.transaction.CompiledPlans.Compiled;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code INSERT}, {@code UPDATE} and {@code DELETE}. Which partitions take part is known before the
 * transaction gets its place in their order.
 */
final class Changes {
  /** So few rows are short enough work for the caller's thread. */
  private static final int ROWS_IN_PLACE_MAX = 16;

  private final Shared shared;
  private final Partitions partitions;

  Changes(Shared shared) {
    this.shared = shared;
    this.partitions = shared.partitions();
  }

  void insert(Call call, Plan.Insert insert, Consumer<Outcome> receiver) {
    CompiledChange change = shared.compiled().of(insert).change();
    boolean returns = !insert.returning().isEmpty();
    List<@Nullable Object[]> rows = change.rows(context(call, 0));
    if (insert.table().isReplicated()) {
      shared.submitChange(
          call.prepared().catalogVersion(),
          partitions.everything(),
          false,
          receiver,
          () ->
              outcome(
                  returns, change.insert(context(call, 0), partitions.replicated().store(), rows)));
      return;
    }
    Map<Integer, List<Integer>> placed = place(insert.table(), rows);
    if (placed.isEmpty()) {
      receiver.accept(outcome(returns, new ChangeResult(0, List.of())));
      return;
    }
    shared.submitChange(
        call.prepared().catalogVersion(),
        placed.keySet().stream().map(partitions::get).toList(),
        rows.size() <= ROWS_IN_PLACE_MAX,
        receiver,
        () -> outcome(returns, insertPlaced(call, change, rows, placed)));
  }

  void update(Call call, Plan.Update update, Consumer<Outcome> receiver) {
    Compiled compiled = shared.compiled().of(update);
    boolean returns = !update.returning().isEmpty();
    run(call, update.table(), update.routing(), compiled, returns, receiver);
  }

  void delete(Call call, Plan.Delete delete, Consumer<Outcome> receiver) {
    Compiled compiled = shared.compiled().of(delete);
    boolean returns = !delete.returning().isEmpty();
    run(call, delete.table(), delete.routing(), compiled, returns, receiver);
  }

  private void run(
      Call call,
      Table table,
      Routing routing,
      Compiled compiled,
      boolean returns,
      Consumer<Outcome> receiver) {
    List<Partition> participants =
        table.isReplicated()
            ? partitions.everything()
            : participants(call, routing, compiled.routingKey());
    List<Partition> changed =
        table.isReplicated() ? List.of(partitions.replicated()) : participants;
    shared.submitChange(
        call.prepared().catalogVersion(),
        participants,
        false,
        receiver,
        () -> {
          long rows = 0;
          List<@Nullable Object[]> returning = new ArrayList<>();
          for (Partition partition : changed) {
            int number = table.isReplicated() ? 0 : partition.number();
            ChangeResult result = compiled.change().run(context(call, number), partition.store());
            rows += result.rows();
            returning.addAll(result.returning());
          }
          return outcome(returns, new ChangeResult(rows, returning));
        });
  }

  private List<Partition> participants(
      Call call, Routing routing, @Nullable CompiledExpression key) {
    return switch (routing) {
      case Routing.OnePartition one -> List.of(shared.route(call, key));
      case Routing.AllPartitions all -> partitions.all();
      case Routing.Replicated replicated -> partitions.everything();
    };
  }

  /** Which rows, by their place in the statement, go to which partition. */
  private Map<Integer, List<Integer>> place(Table table, List<@Nullable Object[]> rows) {
    Map<Integer, List<Integer>> placed = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Object value = rows.get(i)[table.partitionColumn()];
      int partition = PartitionHash.partition(value, partitions.count());
      placed.computeIfAbsent(partition, p -> new ArrayList<>()).add(i);
    }
    return placed;
  }

  /** Inserts each row where it belongs; what they return comes in the order of the statement. */
  private ChangeResult insertPlaced(
      Call call,
      CompiledChange change,
      List<@Nullable Object[]> rows,
      Map<Integer, List<Integer>> placed) {
    long inserted = 0;
    @Nullable Object[][] returning = new Object[rows.size()][];
    boolean returns = false;
    for (Map.Entry<Integer, List<Integer>> there : placed.entrySet()) {
      List<@Nullable Object[]> some = there.getValue().stream().map(rows::get).toList();
      ChangeResult result =
          change.insert(
              context(call, there.getKey()), partitions.get(there.getKey()).store(), some);
      inserted += result.rows();
      for (int i = 0; i < result.returning().size(); i++) {
        returning[there.getValue().get(i)] = result.returning().get(i);
        returns = true;
      }
    }
    return new ChangeResult(inserted, returns ? Arrays.asList(returning) : List.of());
  }

  private ExecutionContext context(Call call, int partition) {
    return shared.context(call, new LiveStores(partitions), partition, shared.catalog());
  }

  private static Outcome outcome(boolean returns, ChangeResult result) {
    return returns
        ? new Outcome.Rows(new BufferedRows(result.returning()), result.rows())
        : new Outcome.Changed(result.rows());
  }
}
