package dev.coulomb.node.planner.change;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A query that looks at nothing but the row itself: a projection of a filter of a scan, or of two
 * rows beside each other, the upper two perhaps missing.
 */
public record RowShape(List<RexNode> projects, @Nullable RexNode condition) {

  /** The shape of a tree, or null when it is another. */
  static @Nullable RowShape of(RelNode tree) {
    RelNode node = tree;
    List<RexNode> projects = new ArrayList<>();
    if (node instanceof Project project) {
      projects.addAll(project.getProjects());
      node = project.getInput();
    } else {
      node.getRowType()
          .getFieldList()
          .forEach(field -> projects.add(new RexInputRef(field.getIndex(), field.getType())));
    }
    RexNode condition = null;
    if (node instanceof Filter filter) {
      condition = filter.getCondition();
      node = filter.getInput();
    }
    return isRow(node) ? new RowShape(projects, condition) : null;
  }

  /** The shape of a tree; 0A000 when it looks at other rows. */
  public static RowShape required(RelNode tree) {
    RowShape shape = of(tree);
    if (shape == null) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this part of a change sees its row only")
          .hint("Use values and the columns of the row itself; no subqueries.");
    }
    return shape;
  }

  private static boolean isRow(RelNode node) {
    return node instanceof TableScan
        || (node instanceof Join join
            && join.getCondition().isAlwaysTrue()
            && join.getLeft() instanceof TableScan
            && join.getRight() instanceof TableScan);
  }
}
