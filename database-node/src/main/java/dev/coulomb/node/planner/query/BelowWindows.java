package dev.coulomb.node.planner.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on what every window of a projection is partitioned by, below the windows: they leave
 * out whole window partitions, or nothing. So the latest row of a key is found in one partition.
 */
public final class BelowWindows extends RelHomogeneousShuttle {
  private final RexBuilder rex;

  public BelowWindows(RexBuilder rex) {
    this.rex = rex;
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    return visited instanceof Filter filter
            && filter.getInput() instanceof Project project
            && project.containsOver()
            && filter.getVariablesSet().isEmpty()
        ? pushed(filter, project)
        : visited;
  }

  private RelNode pushed(Filter filter, Project project) {
    ImmutableBitSet common = common(project);
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      ImmutableBitSet named = RelOptUtil.InputFinder.bits(conjunct);
      boolean pushes =
          !named.isEmpty() && common.contains(named) && RexUtil.isDeterministic(conjunct);
      (pushes ? below : above).add(conjunct);
    }
    if (below.isEmpty()) {
      return filter;
    }
    RexNode condition = RelOptUtil.pushPastProject(RexUtil.composeConjunction(rex, below), project);
    RelNode windows =
        project.copy(
            project.getTraitSet(), List.of(LogicalFilter.create(project.getInput(), condition)));
    return above.isEmpty()
        ? windows
        : filter.copy(filter.getTraitSet(), windows, RexUtil.composeConjunction(rex, above));
  }

  /** The columns by which all windows are partitioned. */
  private static ImmutableBitSet common(Project project) {
    List<Set<RexNode>> keys = new ArrayList<>();
    for (RexNode column : project.getProjects()) {
      column.accept(
          new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitOver(RexOver over) {
              keys.add(new HashSet<>(over.getWindow().partitionKeys));
              return super.visitOver(over);
            }
          });
    }
    ImmutableBitSet.Builder common = ImmutableBitSet.builder();
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode column = project.getProjects().get(i);
      if (column instanceof RexInputRef && keys.stream().allMatch(of -> of.contains(column))) {
        common.set(i);
      }
    }
    return common.build();
  }
}
