package dev.coulomb.node.planner.query;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.plan.WindowCall;
import dev.coulomb.node.planner.Admission;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Window functions: inside the partitions where their windows are parts of one, else at the
 * coordinator. Confined to one planning.
 */
public final class Windows {
  private final Relations relations;

  /** What is computed before the windows: columns of the input, and keys that are expressions. */
  private final List<RexNode> before = new ArrayList<>();

  private final Map<Sorted, List<RexOver>> windows = new LinkedHashMap<>();

  public Windows(Relations relations) {
    this.relations = relations;
  }

  /** Windows that are sorted alike are one operator. */
  private record Sorted(List<Integer> partition, List<SortKey> order) {}

  /** A projection with window functions in it. */
  public Fragment project(Project project) {
    Fragment input = relations.of(project.getInput());
    List<RexOver> calls = new ArrayList<>();
    TreeSet<Integer> columns = new TreeSet<>();
    collect(project, calls, columns);
    for (int column : columns) {
      before.add(
          new RexInputRef(
              column, project.getInput().getRowType().getFieldList().get(column).getType()));
    }
    for (RexOver call : calls) {
      List<RexOver> alike = windows.computeIfAbsent(sorted(call), sorted -> new ArrayList<>());
      if (!alike.contains(call)) {
        alike.add(call);
      }
    }
    Fragment current = relations.projected(input, before);
    Map<RexNode, RexNode> outputs = new HashMap<>();
    for (boolean inside : new boolean[] {true, false}) {
      for (Map.Entry<Sorted, List<RexOver>> window : windows.entrySet()) {
        if (isInside(window.getKey(), input) == inside) {
          current = added(current, window.getKey(), window.getValue(), outputs);
        }
      }
    }
    return relations.projected(current, after(project.getProjects(), outputs));
  }

  private static void collect(Project project, List<RexOver> calls, TreeSet<Integer> columns) {
    RexVisitorImpl<@Nullable Void> visitor =
        new RexVisitorImpl<>(true) {
          @Override
          public @Nullable Void visitOver(RexOver over) {
            calls.add(over);
            return super.visitOver(over);
          }

          @Override
          public @Nullable Void visitInputRef(RexInputRef column) {
            columns.add(column.getIndex());
            return null;
          }
        };
    project.getProjects().forEach(node -> node.accept(visitor));
  }

  private boolean isInside(Sorted window, Fragment input) {
    return window.partition().stream()
        .anyMatch(column ->
            before.get(column) instanceof RexInputRef of
                && input.partitionColumns().contains(of.getIndex()));
  }

  private Sorted sorted(RexOver call) {
    List<Integer> partition = new ArrayList<>();
    for (RexNode key : call.getWindow().partitionKeys) {
      partition.add(column(key));
    }
    List<SortKey> order = new ArrayList<>();
    for (RexFieldCollation key : call.getWindow().orderKeys) {
      boolean nullsFirst =
          key.getNullDirection() == org.apache.calcite.rel.RelFieldCollation.NullDirection.FIRST;
      order.add(new SortKey(column(key.left), key.getDirection().isDescending(), nullsFirst));
    }
    return new Sorted(partition.stream().distinct().sorted().toList(), order);
  }

  /** The column of the windows' input in which a key is. */
  private int column(RexNode key) {
    int known = before.indexOf(key);
    if (known >= 0) {
      return known;
    }
    before.add(key);
    return before.size() - 1;
  }

  private Fragment added(
      Fragment input, Sorted window, List<RexOver> calls, Map<RexNode, RexNode> outputs) {
    List<SortKey> keys = new ArrayList<>();
    window.partition().forEach(column -> keys.add(new SortKey(column, false, false)));
    keys.addAll(window.order());
    Operator rows =
        keys.isEmpty() ? input.operator() : new Operator.Sort(input.operator(), keys, null, null);
    boolean inside = window.partition().stream().anyMatch(input.partitionColumns()::contains);
    Fragment sorted = inside ? input.with(rows) : input.with(rows).gather(keys);
    keys.forEach(key -> Admission.checkOrdered(input.operator().types().get(key.column())));
    int width = input.operator().types().size();
    WindowCalls reader = new WindowCalls(relations, input.operator().types());
    List<WindowCall> compiled = new ArrayList<>();
    for (RexOver call : calls) {
      RelDataType type = call.getType();
      outputs.put(call, new RexInputRef(width + compiled.size(), type));
      compiled.add(reader.of(renumbered(call), call.getWindow()));
    }
    return sorted.with(
        new Operator.Window(sorted.operator(), window.partition(), window.order(), compiled));
  }

  /** A call's operands, over the windows' input. */
  private WindowCalls.Call renumbered(RexOver call) {
    List<RexNode> operands = call.getOperands().stream().map(this::overBefore).toList();
    return new WindowCalls.Call(call, operands);
  }

  private RexNode overBefore(RexNode node) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            int index = before.indexOf(column);
            Invariant.that(index >= 0, "columns of window functions are kept");
            return new RexInputRef(index, column.getType());
          }
        });
  }

  private List<RexNode> after(List<RexNode> projects, Map<RexNode, RexNode> outputs) {
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            return Invariant.present(outputs.get(over), "every window function has a column");
          }

          @Override
          public RexNode visitInputRef(RexInputRef column) {
            return new RexInputRef(before.indexOf(column), column.getType());
          }
        };
    return projects.stream().map(node -> node.accept(shuttle)).toList();
  }
}
