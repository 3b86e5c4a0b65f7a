package dev.coulomb.node.planner.query;

import dev.coulomb.node.planner.Aggregates;
import dev.coulomb.node.sql.Listening;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.jspecify.annotations.Nullable;

/**
 * Correlated parts as joins, where Calcite's way of doing so gives the same rows: not across
 * windows, limits, set operations, recursion, series and grouping sets, which it would compute over
 * the rows of all outer rows together, nor where the innermost of three looks at the outermost.
 * Such a query runs its correlated parts row by row.
 */
public final class Decorrelation {
  private Decorrelation() {}

  /** The tree with joins in the place of correlated parts, or as it is. */
  public static RelNode decorrelated(RelNode tree, RelOptCluster cluster) {
    if (!isPossible(tree)) {
      return tree;
    }
    RelNode joined =
        RelDecorrelator.decorrelateQuery(tree, RelFactories.LOGICAL_BUILDER.create(cluster, null));
    return isKnown(joined) ? joined : tree;
  }

  private static boolean isPossible(RelNode tree) {
    return !holds(
        tree,
        node ->
            node instanceof Correlate correlate
                && holds(
                    correlate.getRight(),
                    inner -> isWhole(inner) || isAcross(inner, correlate.getCorrelationId())));
  }

  /** True of a correlated part within another one that looks at the rows outside of both. */
  private static boolean isAcross(RelNode inner, CorrelationId outermost) {
    return inner instanceof Correlate correlate
        && RelOptUtil.getVariablesUsed(correlate.getRight()).contains(outermost);
  }

  /** True of what is about all of its rows at once. */
  private static boolean isWhole(RelNode node) {
    return switch (node) {
      case Project project -> project.containsOver();
      case Sort sort -> sort.fetch != null || sort.offset != null;
      case SetOp set -> true;
      case RepeatUnion union -> true;
      case TableFunctionScan scan -> true;
      case Aggregate aggregate -> aggregate.getGroupType() != Aggregate.Group.SIMPLE;
      default -> false;
    };
  }

  /** False when aggregates were put in that only Calcite knows. */
  private static boolean isKnown(RelNode tree) {
    return !holds(
        tree,
        node ->
            node instanceof Aggregate aggregate
                && !aggregate.getAggCallList().stream().allMatch(Decorrelation::isKnown));
  }

  private static boolean isKnown(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.LITERAL_AGG
        || kind == SqlKind.GROUPING
        || Aggregates.known(call.getAggregation().getName()) != null;
  }

  private interface Test {
    boolean of(RelNode node);
  }

  private static boolean holds(RelNode tree, Test test) {
    boolean[] found = new boolean[1];
    new RelVisitor() {
      @Override
      public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        Listening.check();
        found[0] |= test.of(node);
        if (!found[0]) {
          super.visit(node, ordinal, parent);
        }
      }
    }.go(tree);
    return found[0];
  }
}
