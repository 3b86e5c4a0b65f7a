package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code INSERT … VALUES}. Constants and parameters, which is what most rows are made of, are
 * read by the column's type here; whatever else stands in a row is planned as a query without a
 * table. Confined to one planning.
 */
final class InsertPlanner {
  private static final Pattern PARAMETER = Pattern.compile("\\$([1-9]\\d{0,4})");

  private final QueryPlanner queries;
  private final ChangePlanner changes;
  private final List<@Nullable SqlType> declared;
  private final Defaults defaults;
  private final Map<Integer, SqlType> parameters = new HashMap<>();

  InsertPlanner(QueryPlanner queries, ChangePlanner changes, List<@Nullable SqlType> declared) {
    this.queries = queries;
    this.changes = changes;
    this.declared = declared;
    this.defaults = new Defaults(queries);
  }

  ChangePlanner.Planned insert(Statement.Insert statement) {
    SqlInsert insert = statement.insert();
    if (!(insert.getTargetTable() instanceof SqlIdentifier name)) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this form of INSERT is not supported");
    }
    Table table = changes.table(name);
    List<Integer> targets = targets(table, insert.getTargetColumnList());
    List<List<SqlNode>> tuples = tuples(insert.getSource());
    SqlNodeList named = insert.getTargetColumnList();
    if (named != null && tuples.stream().anyMatch(tuple -> tuple.size() < named.size())) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions");
    }
    Computed computed = new Computed();
    List<List<Expression>> rows = new ArrayList<>();
    for (List<SqlNode> tuple : tuples) {
      rows.add(row(table, targets, tuple, computed));
    }
    if (!computed.nodes.isEmpty()) {
      resolve(table, rows, computed);
    }
    List<SqlType> types = table.columns().stream().map(c -> c.type()).toList();
    ChangePlanner.Planned returned = changes.returningOnly(table, statement.returning());
    for (int i = 0; i < returned.parameters().size(); i++) {
      parameters.putIfAbsent(i, returned.parameters().get(i));
    }
    List<OutputColumn> columns = returned.columns();
    List<Expression> returning = ((Plan.Insert) returned.plan()).returning();
    return new ChangePlanner.Planned(
        new Plan.Insert(table, new Operator.Values(rows, types), returning),
        columns,
        parameterTypes());
  }

  /** What has to be planned as a query: where it stands, and what it is. */
  private static final class Computed {
    private final List<int[]> places = new ArrayList<>();
    private final List<SqlNode> nodes = new ArrayList<>();
  }

  private static List<Integer> targets(Table table, @Nullable SqlNodeList columns) {
    List<Integer> targets = new ArrayList<>();
    if (columns == null || columns.isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        targets.add(i);
      }
      return targets;
    }
    for (SqlNode node : columns) {
      SqlIdentifier name = (SqlIdentifier) node;
      String column = name.names.get(name.names.size() - 1);
      int ordinal = table.ordinal(column);
      if (ordinal < 0) {
        throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
            .with("column", column)
            .with("table", table.name());
      }
      if (targets.contains(ordinal)) {
        throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column is specified more than once")
            .with("column", column);
      }
      targets.add(ordinal);
    }
    return targets;
  }

  private static List<List<SqlNode>> tuples(SqlNode source) {
    if (source.getKind() != SqlKind.VALUES) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "INSERT takes VALUES only, so far")
          .hint("Read the rows and insert them, or use COPY.");
    }
    List<List<SqlNode>> tuples = new ArrayList<>();
    for (SqlNode tuple : ((SqlCall) source).getOperandList()) {
      tuples.add(
          tuple.getKind() == SqlKind.ROW ? ((SqlCall) tuple).getOperandList() : List.of(tuple));
    }
    return tuples;
  }

  private List<Expression> row(
      Table table, List<Integer> targets, List<SqlNode> tuple, Computed computed) {
    if (tuple.size() > targets.size()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
    List<Expression> row = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int given = targets.indexOf(i);
      boolean said = given >= 0 && given < tuple.size();
      row.add(
          said && tuple.get(given).getKind() != SqlKind.DEFAULT
              ? new Expression.Literal(null, table.column(i).type())
              : defaults.of(table, i));
    }
    for (int i = 0; i < tuple.size(); i++) {
      if (tuple.get(i).getKind() == SqlKind.DEFAULT) {
        continue;
      }
      int column = targets.get(i);
      SqlType type = table.column(column).type();
      Expression value = simple(tuple.get(i), type);
      if (value == null) {
        computed.places.add(new int[] {computed.nodes.size(), column});
        computed.nodes.add(tuple.get(i));
        row.set(column, new Expression.Column(computed.nodes.size() - 1, type));
      } else {
        row.set(column, value);
      }
    }
    return row;
  }

  /** A constant or a parameter by the column's type; null for what has to be computed. */
  private @Nullable Expression simple(SqlNode node, SqlType type) {
    if (node instanceof SqlIdentifier name && name.isSimple()) {
      var match = PARAMETER.matcher(name.getSimple());
      return match.matches() ? parameter(Integer.parseInt(match.group(1)), type) : null;
    }
    return constant(node, type);
  }

  /** A constant by the column's type; null for what has to be computed. */
  static @Nullable Expression constant(SqlNode node, SqlType type) {
    if (node instanceof SqlCall call
        && call.getKind() == SqlKind.MINUS_PREFIX
        && call.operand(0) instanceof SqlNumericLiteral number) {
      return constant(number(number).negate(), type);
    }
    if (!(node instanceof SqlLiteral literal)) {
      return null;
    }
    if (literal.getValue() == null) {
      return new Expression.Literal(null, type);
    }
    if (literal instanceof SqlNumericLiteral number) {
      return constant(number(number), type);
    }
    if (literal.getValue() instanceof NlsString text) {
      Object value = TextFormat.parse(type, text.getValue());
      // A timestamp with time zone means the session's zone: only known when it is run.
      return switch (type.kind()) {
        case TIMESTAMPTZ ->
            Expressions.assigned(new Expression.Literal(text.getValue(), SqlType.TEXT), type);
        default -> new Expression.Literal(value, type);
      };
    }
    return literal.getValue() instanceof Boolean truth
        ? Expressions.assigned(new Expression.Literal(truth, SqlType.BOOLEAN), type)
        : null;
  }

  private static BigDecimal number(SqlNumericLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? BigDecimal.ZERO : value;
  }

  private static Expression constant(BigDecimal number, SqlType type) {
    boolean whole = number.scale() <= 0 && number.precision() - number.scale() < 19;
    Expression.Literal literal =
        whole
            ? new Expression.Literal(number.longValueExact(), SqlType.BIGINT)
            : new Expression.Literal(number, SqlType.NUMERIC);
    return Expressions.assigned(literal, type);
  }

  private Expression parameter(int number, SqlType column) {
    SqlType given = number <= declared.size() ? declared.get(number - 1) : null;
    SqlType type = parameters.computeIfAbsent(number - 1, n -> given == null ? column : given);
    return Expressions.assigned(new Expression.Parameter(number - 1, type), column);
  }

  /** Plans what is computed, all at once, and puts it where it stands. */
  private void resolve(Table table, List<List<Expression>> rows, Computed computed) {
    List<SqlNode> items = new ArrayList<>();
    for (int i = 0; i < computed.nodes.size(); i++) {
      SqlType type = table.column(computed.places.get(i)[1]).type();
      items.add(ChangePlanner.typed(computed.nodes.get(i), type));
    }
    QueryPlanner.Optimised optimised = queries.optimise(Defaults.select(items));
    List<Expression> values = Constants.of(optimised, queries.rex(), queries.routines());
    for (int i = 0; i < optimised.parameters().size(); i++) {
      parameters.putIfAbsent(i, optimised.parameters().get(i));
    }
    for (List<Expression> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (row.get(i) instanceof Expression.Column(int index, SqlType type)) {
          row.set(i, Expressions.assigned(values.get(index), type));
        }
      }
    }
  }

  private List<SqlType> parameterTypes() {
    int count = Math.max(queries.rewriting().parameters(), declared.size());
    for (int number : parameters.keySet()) {
      count = Math.max(count, number + 1);
    }
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SqlType given = i < declared.size() ? declared.get(i) : null;
      types.add(parameters.getOrDefault(i, given == null ? SqlType.TEXT : given));
    }
    return types;
  }
}
