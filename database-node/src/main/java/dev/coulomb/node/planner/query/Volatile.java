package dev.coulomb.node.planner.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Columns with another value at each look ({@code random()}, {@code nextval}) are computed once for
 * each row, however often what stands above names them: so projections of them stay what they are.
 */
public final class Volatile {
  /** Two projections as one. */
  public static final RelOptRule MERGE =
      CoreRules.PROJECT_MERGE
          .config
          .withOperandSupplier(above ->
              above
                  .operand(Project.class)
                  .oneInput(below ->
                      below
                          .operand(Project.class)
                          .predicate(project -> !isVolatile(project))
                          .anyInputs()))
          .as(ProjectMergeRule.Config.class)
          .toRule();

  /** Conditions below projections. Calcite's rule keeps those on rows outside where they are. */
  public static final RelOptRule FILTER_BELOW =
      CoreRules.FILTER_PROJECT_TRANSPOSE
          .config
          .withOperandSupplier(filter ->
              filter
                  .operand(Filter.class)
                  .oneInput(below ->
                      below
                          .operand(Project.class)
                          .predicate(project -> !isVolatile(project))
                          .anyInputs()))
          .as(FilterProjectTransposeRule.Config.class)
          .toRule();

  /** Builders that merge no projection into one of such columns. */
  public static final RelBuilderFactory BUILDERS =
      (cluster, schema) -> new Builder(RelBuilder.Config.DEFAULT, cluster, schema);

  private Volatile() {}

  private static boolean isVolatile(Project project) {
    return !project.getProjects().stream().allMatch(RexUtil::isDeterministic);
  }

  private static final class Builder extends RelBuilder {
    private Builder(Config config, RelOptCluster cluster, @Nullable RelOptSchema schema) {
      super(Contexts.of(config), cluster, schema);
    }

    @Override
    public RelBuilder transform(UnaryOperator<Config> change) {
      return new Builder(change.apply(Config.DEFAULT), cluster, relOptSchema);
    }

    @Override
    public RelBuilder project(
        Iterable<? extends RexNode> nodes,
        Iterable<? extends @Nullable String> fieldNames,
        boolean force,
        Iterable<CorrelationId> variables) {
      if (!isOnVolatile(peek())) {
        return super.project(nodes, fieldNames, force, variables);
      }
      List<RexNode> above = new ArrayList<>();
      List<@Nullable String> names = new ArrayList<>();
      Iterator<? extends @Nullable String> named = fieldNames.iterator();
      for (RexNode node : nodes) {
        above.add(node);
        names.add(named.hasNext() ? named.next() : null);
      }
      RelNode input = build();
      return push(
          LogicalProject.create(input, List.of(), above, names, Set.copyOf(all(variables))));
    }

    /** Projections are merged with all that lie directly below each other. */
    private static boolean isOnVolatile(RelNode input) {
      RelNode below = input;
      while (below instanceof Project project) {
        if (isVolatile(project)) {
          return true;
        }
        below = project.getInput();
      }
      return false;
    }

    private static List<CorrelationId> all(Iterable<CorrelationId> variables) {
      List<CorrelationId> all = new ArrayList<>();
      variables.forEach(all::add);
      return all;
    }
  }
}
