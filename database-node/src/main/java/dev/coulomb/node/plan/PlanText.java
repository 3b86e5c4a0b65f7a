package dev.coulomb.node.plan;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Plan.OnConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as text, for {@code EXPLAIN}: one operator a line, its input below and to the right. */
public final class PlanText {
  private final List<String> lines = new ArrayList<>();

  private final Function<Operator, String> notes;

  private PlanText(Function<Operator, String> notes) {
    this.notes = notes;
  }

  public static List<String> lines(Plan plan) {
    return lines(plan, operator -> "");
  }

  /**
   * The lines of a plan.
   *
   * @param notes what is appended to the line of an operator
   */
  public static List<String> lines(Plan plan, Function<Operator, String> notes) {
    PlanText text = new PlanText(notes);
    text.plan(plan);
    return List.copyOf(text.lines);
  }

  private void plan(Plan plan) {
    switch (plan) {
      case Plan.Query query -> {
        add(0, routing(query.routing()));
        operator(1, query.root());
      }
      case Plan.Insert insert -> {
        add(0, "Insert[" + insert.table() + "] " + routing(insert));
        OnConflict conflict = insert.conflict();
        if (conflict != null) {
          add(1, conflict(insert.table(), conflict));
        }
        operator(1, insert.source());
      }
      case Plan.Update update -> {
        add(0, "Update[" + update.table() + "] " + routing(update.routing()));
        add(1, access(update.table().name(), update.access()) + filter(update.filter()));
      }
      case Plan.Delete delete -> {
        add(0, "Delete[" + delete.table() + "] " + routing(delete.routing()));
        add(1, access(delete.table().name(), delete.access()) + filter(delete.filter()));
      }
      case Plan.ChangeFound found -> {
        String change = found.deletes() ? "Delete[" : "Update[";
        add(0, change + found.table() + "] " + routing(found.routing()));
        operator(1, found.rows());
      }
      case Plan.CallProcedure call -> {
        add(0, "Call[" + call.procedure().name() + "] " + routing(call.routing()));
        for (PreparedPlan statement : call.body().statements()) {
          PlanText.lines(statement.plan()).forEach(line -> add(1, line));
        }
      }
      case Plan.CopyTo copy -> {
        add(0, "CopyTo");
        plan(copy.query());
      }
      case Plan.CopyFrom copy -> add(0, "CopyFrom[" + copy.table() + "]");
      case Plan.ChangeSchema change -> add(0, "ChangeSchema");
      case Plan.Explain explain -> plan(explain.statement().plan());
      case Plan.SetSetting set -> add(0, "Set[" + set.name() + "]");
      case Plan.ShowSetting show -> add(0, "Show[" + show.name() + "]");
      case Plan.SessionCommand command -> add(0, command.command());
    }
  }

  private void operator(int depth, Operator operator) {
    int line = lines.size();
    lines(depth, operator);
    lines.set(line, lines.get(line) + notes.apply(operator));
  }

  private void lines(int depth, Operator operator) {
    switch (operator) {
      case Operator.Scan scan -> add(depth, scan(scan));
      case Operator.VirtualScan scan ->
          add(depth, "VirtualScan[" + scan.schema() + "." + scan.table() + "]");
      case Operator.Values values -> add(depth, "Values[" + values.rows().size() + " rows]");
      case Operator.Series series ->
          add(
              depth,
              "Series["
                  + ExpressionText.of(List.of(series.start(), series.stop(), series.step()))
                  + "]");
      case Operator.Filter(Operator input, Expression condition) ->
          over(depth, "Filter[" + ExpressionText.of(condition) + "]", input);
      case Operator.Project(Operator input, List<Expression> expressions) ->
          over(depth, "Project[" + ExpressionText.of(expressions) + "]", input);
      case Operator.NestedLoopJoin join ->
          join(
              depth,
              "NestedLoopJoin[" + join.kind() + ", " + ExpressionText.of(join.condition()) + "]",
              join.left(),
              join.right());
      case Operator.HashJoin join -> join(depth, hashJoin(join), join.left(), join.right());
      case Operator.LookupJoin join ->
          join(depth, "LookupJoin[" + join.kind() + "]", join.left(), join.right());
      case Operator.Aggregate aggregate -> over(depth, aggregate(aggregate), aggregate.input());
      case Operator.Sort sort ->
          over(
              depth,
              (sort.limit() == null ? "Sort[" : "TopN[") + keys(sort.keys()) + "]",
              sort.input());
      case Operator.Window window -> over(depth, window(window), window.input());
      case Operator.FirstRows first ->
          over(depth, "FirstRows[" + keys(first.keys(), first.order()) + "]", first.input());
      case Operator.ForEach each ->
          join(depth, "ForEach[" + each.kind() + "]", each.left(), each.right());
      case Operator.Recursion rounds ->
          join(
              depth,
              rounds.distinct() ? "Recursion[distinct]" : "Recursion",
              rounds.seed(),
              rounds.step());
      case Operator.Working working -> add(depth, "Working");
      case Operator.Limit limit -> over(depth, "Limit", limit.input());
      case Operator.UnionAll union -> {
        add(depth, "UnionAll");
        union.inputs().forEach(input -> operator(depth + 1, input));
      }
      case Operator.Gather(Operator input, List<SortKey> order) ->
          over(depth, order.isEmpty() ? "Gather" : "Gather[" + keys(order) + "]", input);
    }
  }

  private void over(int depth, String line, Operator input) {
    add(depth, line);
    operator(depth + 1, input);
  }

  private void join(int depth, String line, Operator left, Operator right) {
    add(depth, line);
    operator(depth + 1, left);
    operator(depth + 1, right);
  }

  private static String hashJoin(Operator.HashJoin join) {
    return "HashJoin["
        + join.kind()
        + ", "
        + ExpressionText.of(join.leftKeys())
        + " = "
        + ExpressionText.of(join.rightKeys())
        + "]";
  }

  private static String scan(Operator.Scan scan) {
    return access(scan.table().name(), scan.access()) + filter(scan.filter());
  }

  private static String access(String table, Access access) {
    return switch (access) {
      case Access.Full full -> "Scan[" + table + "]";
      case Access.KeyRange range -> {
        StringBuilder text = new StringBuilder(range.index() == 0 ? "KeyScan[" : "IndexScan[");
        text.append(table);
        range.equal().forEach(e -> text.append(", = ").append(ExpressionText.of(e)));
        Access.Bound lower = range.lower();
        if (lower != null) {
          text.append(lower.inclusive() ? ", >= " : ", > ")
              .append(ExpressionText.of(lower.value()));
        }
        Access.Bound upper = range.upper();
        if (upper != null) {
          text.append(upper.inclusive() ? ", <= " : ", < ")
              .append(ExpressionText.of(upper.value()));
        }
        yield text.append(']').toString();
      }
      case Access.Keys keys ->
          (keys.index() == 0 ? "KeyScan[" : "IndexScan[")
              + table
              + keys.prefixes().stream()
                  .map(prefix -> "= " + ExpressionText.of(prefix))
                  .collect(Collectors.joining(" | ", ", ", "]"));
    };
  }

  private static String filter(List<Expression> filter) {
    return filter.isEmpty() ? "" : " where " + ExpressionText.of(filter);
  }

  private static String aggregate(Operator.Aggregate aggregate) {
    String calls =
        aggregate.calls().stream()
            .map(call -> call.function() + "(" + ExpressionText.of(call.arguments()) + ")")
            .collect(Collectors.joining(", "));
    return "Aggregate["
        + aggregate.phase()
        + ", by "
        + ExpressionText.of(aggregate.keys())
        + (calls.isEmpty() ? "" : ": " + calls)
        + "]";
  }

  private static String window(Operator.Window window) {
    String keys = keys(window.partition(), window.order());
    String calls =
        window.calls().stream().map(PlanText::windowCall).collect(Collectors.joining(", "));
    return "Window[" + keys + (keys.isEmpty() ? "" : " ") + calls + "]";
  }

  private static String keys(List<Integer> equal, List<SortKey> order) {
    String columns = equal.stream().map(column -> "#" + column).collect(Collectors.joining(", "));
    return Stream.of(
            columns.isEmpty() ? "" : "by " + columns, order.isEmpty() ? "" : "order " + keys(order))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String windowCall(WindowCall call) {
    AggregateCall aggregate = call.aggregate();
    return aggregate == null
        ? call.function() + "(" + ExpressionText.of(call.arguments()) + ")"
        : aggregate.function() + "(" + ExpressionText.of(aggregate.arguments()) + ")";
  }

  private static String keys(List<SortKey> keys) {
    return keys.stream()
        .map(key -> "#" + key.column() + (key.descending() ? " desc" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String conflict(Table table, OnConflict conflict) {
    String keys =
        conflict.keys().stream()
            .map(key -> {
              Index index = table.index(key);
              return index == null ? "primary key" : index.name();
            })
            .collect(Collectors.joining(", "));
    Expression where = conflict.condition();
    return "OnConflict["
        + keys
        + (conflict.assignments().isEmpty() ? "] do nothing" : "] do update")
        + (where == null ? "" : " where " + ExpressionText.of(where));
  }

  /** Rows that read nothing go each to its own partition. */
  private static String routing(Plan.Insert insert) {
    Routing reads = insert.reads();
    if (reads != null || insert.table().isReplicated()) {
      return routing(reads == null ? new Routing.Replicated() : reads);
    }
    if (insert.source() instanceof Operator.Values values) {
      List<Expression> keys =
          values.rows().stream()
              .map(row -> row.get(insert.table().partitionColumn()))
              .distinct()
              .toList();
      if (keys.size() == 1) {
        return routing(new Routing.OnePartition(keys.getFirst()));
      }
    }
    return "PartitionOfEachRow";
  }

  private static String routing(Routing routing) {
    return switch (routing) {
      case Routing.Replicated replicated -> "Replicated";
      case Routing.OnePartition one -> "OnePartition[" + ExpressionText.of(one.key()) + "]";
      case Routing.SomePartitions some -> "SomePartitions[" + ExpressionText.of(some.keys()) + "]";
      case Routing.AllPartitions all -> "AllPartitions";
    };
  }

  private void add(int depth, String line) {
    lines.add("  ".repeat(depth) + line);
  }
}
