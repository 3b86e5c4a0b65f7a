package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.PlanErrors;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** The conditions that rows of a table must meet, from the texts that the catalog keeps. */
public final class Checks {
  private static final ParsedStatement NO_STATEMENT = new Parser().parse("SELECT 1").getFirst();

  private Checks() {}

  /**
   * The conditions of a table, over its columns.
   *
   * @param queries of a catalog that has the table
   */
  public static List<Plan.Check> of(QueryPlanner queries, Table table) {
    return of(queries, table, table.checks());
  }

  static List<Plan.Check> of(QueryPlanner queries, Table table, List<Check> checks) {
    if (checks.isEmpty()) {
      return List.of();
    }
    List<SqlNode> trees = checks.stream().map(check -> tree(check.text())).toList();
    List<Expression> conditions = conditions(queries, table, trees);
    List<Plan.Check> planned = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Expression condition = conditions.get(i);
      if (condition.type().kind() != TypeKind.BOOLEAN) {
        throw new SqlError(SqlState.DATATYPE_MISMATCH, "argument of CHECK must be type boolean")
            .with("constraint", checks.get(i).name())
            .with("type", condition.type());
      }
      planned.add(new Plan.Check(checks.get(i).name(), condition));
    }
    return planned;
  }

  /** Positions in the kept text say nothing to whoever sent another. */
  private static List<Expression> conditions(
      QueryPlanner queries, Table table, List<SqlNode> trees) {
    try {
      return RowExpressions.of(queries.beside(), table, trees);
    } catch (RuntimeException | StackOverflowError error) {
      throw PlanErrors.of(NO_STATEMENT, error).at(SqlError.NO_POSITION);
    }
  }

  /** An expression from its text. */
  static SqlNode tree(String text) {
    SqlSelect select = (SqlSelect) new Parser().parse("SELECT " + text).getFirst().tree();
    return select.getSelectList().get(0);
  }

  /**
   * The columns that a condition names, each once; refuses what can be no condition of one row.
   *
   * @param columns of the table
   */
  public static List<String> columns(SqlNode condition, List<String> columns) {
    Lookout lookout = new Lookout(columns);
    condition.accept(lookout);
    return List.copyOf(lookout.named);
  }

  private static final class Lookout extends SqlBasicVisitor<@Nullable Void> {
    private final List<String> columns;
    private final Set<String> named = new LinkedHashSet<>();

    Lookout(List<String> columns) {
      this.columns = columns;
    }

    @Override
    public @Nullable Void visit(SqlIdentifier name) {
      if (name.isSimple() && name.getSimple().startsWith("$")) {
        throw new SqlError(SqlState.UNDEFINED_PARAMETER, "a constraint cannot have parameters");
      }
      String last = name.names.get(name.names.size() - 1);
      if (columns.contains(last)) {
        named.add(last);
      }
      return null;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        throw new SqlError(
            SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in check constraint");
      }
      if (call.getOperator().isAggregator()) {
        throw new SqlError(
            SqlState.GROUPING_ERROR, "aggregate functions are not allowed in check constraints");
      }
      return super.visit(call);
    }
  }
}
