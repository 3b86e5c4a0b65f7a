package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.execution.nested.EachRow;
import dev.coulomb.node.execution.nested.Rounds;
import dev.coulomb.node.execution.profile.Profile;
import dev.coulomb.node.execution.window.Windows;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns operators into what opens them. */
final class OperatorCompiler {
  private OperatorCompiler() {}

  static Opener compile(Operator operator) {
    Opener made = made(operator);
    Profile profile = Profile.current();
    return profile == null
        ? made
        : context -> profile.observed(operator, context.partition(), () -> made.open(context));
  }

  private static Opener made(Operator operator) {
    return switch (operator) {
      case Operator.Scan scan -> Scans.compile(scan);
      case Operator.VirtualScan scan -> context -> new SimpleSources.Virtual(scan, context);
      case Operator.Values values -> values(values);
      case Operator.Series series -> Series.compile(series);
      case Operator.Filter filter -> {
        Opener input = compile(filter.input());
        Evaluator condition = ExpressionCompiler.compile(filter.condition());
        yield context -> new SimpleSources.Filter(input.open(context), condition, context);
      }
      case Operator.Project project -> {
        Opener input = compile(project.input());
        Evaluator[] expressions = expressions(project.expressions());
        yield context -> new SimpleSources.Project(input.open(context), expressions, context);
      }
      case Operator.NestedLoopJoin join -> Joins.compile(join);
      case Operator.HashJoin join -> Joins.compile(join);
      case Operator.LookupJoin join -> Joins.compile(join);
      case Operator.Aggregate aggregate -> Aggregation.compile(aggregate);
      case Operator.Sort sort -> Sorting.compile(sort);
      case Operator.Window window -> Windows.compile(window, compile(window.input()));
      case Operator.FirstRows first -> FirstRows.compile(first);
      case Operator.ForEach each ->
          EachRow.compile(each, compile(each.left()), compile(each.right()));
      case Operator.Recursion rounds ->
          Rounds.compile(rounds, compile(rounds.seed()), compile(rounds.step()));
      case Operator.Working working -> Rounds.compile(working);
      case Operator.Limit limit -> limit(limit);
      case Operator.UnionAll union -> union(union);
      case Operator.Gather gather -> Gathering.compile(gather);
    };
  }

  static Evaluator[] expressions(List<Expression> expressions) {
    return expressions.stream().map(ExpressionCompiler::compile).toArray(Evaluator[]::new);
  }

  static @Nullable Evaluator optional(@Nullable Expression expression) {
    return expression == null ? null : ExpressionCompiler.compile(expression);
  }

  private static Opener values(Operator.Values values) {
    List<Evaluator[]> rows = values.rows().stream().map(OperatorCompiler::expressions).toList();
    return context -> new SimpleSources.Values(rows, context);
  }

  private static Opener limit(Operator.Limit limit) {
    Opener input = compile(limit.input());
    Bounds bounds = new Bounds(optional(limit.offset()), optional(limit.limit()));
    return context ->
        new SimpleSources.Limit(input.open(context), bounds.offset(context), bounds.limit(context));
  }

  private static Opener union(Operator.UnionAll union) {
    List<Opener> inputs = union.inputs().stream().map(OperatorCompiler::compile).toList();
    return context -> {
      List<java.util.function.Supplier<RowSource>> sources =
          inputs.stream()
              .map(input -> (java.util.function.Supplier<RowSource>) () -> input.open(context))
              .toList();
      return new SimpleSources.Concatenation(sources);
    };
  }
}
