package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * What columns hold when nothing is said, from the texts that the catalog keeps. Each is planned
 * once, and computed for every row anew. Confined to one planning.
 */
public final class Defaults {
  private final QueryPlanner queries;
  private final Map<Column, Expression> planned = new HashMap<>();

  public Defaults(QueryPlanner queries) {
    this.queries = queries;
  }

  /** The default of a column as a value of its type; null of its type when it has none. */
  public Expression of(Table table, int ordinal) {
    Column column = table.column(ordinal);
    Expression known = planned.get(column);
    if (known == null) {
      String text = column.defaultText();
      known =
          text == null
              ? new Expression.Literal(null, column.type())
              : planned(tree(text), column.type());
      planned.put(column, known);
    }
    return known;
  }

  /** The default as it is declared; refuses what can be none, as PostgreSQL does. */
  Expression declared(SqlNode tree, String column, SqlType type) {
    tree.accept(new Lookout(column));
    return planned(tree, type);
  }

  private static SqlNode tree(String text) {
    SqlSelect select = (SqlSelect) new Parser().parse("SELECT " + text).getFirst().tree();
    return select.getSelectList().get(0);
  }

  private Expression planned(SqlNode tree, SqlType type) {
    Expression constant = Constants.constant(tree, type);
    if (constant != null) {
      return constant;
    }
    QueryPlanner.Optimised optimised = queries.optimise(select(List.of(tree)));
    List<Expression> values = Constants.of(optimised, queries.rex(), queries.routines());
    return Expressions.assigned(values.getFirst(), type);
  }

  /** A query of one row and no table. */
  public static SqlSelect select(List<SqlNode> items) {
    SqlParserPos zero = SqlParserPos.ZERO;
    return new SqlSelect(
        zero,
        SqlNodeList.EMPTY,
        new SqlNodeList(items, zero),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Looks for what a default cannot be made of. */
  private static final class Lookout extends SqlBasicVisitor<@Nullable Void> {
    private final String column;

    private Lookout(String column) {
      this.column = column;
    }

    @Override
    public @Nullable Void visit(SqlIdentifier name) {
      if (name.isStar()) {
        throw new SqlError(
                SqlState.GROUPING_ERROR, "aggregate functions are not allowed in DEFAULT")
            .with("column", column);
      }
      if (name.isSimple() && !name.isComponentQuoted(0) && isFunction(name.getSimple())) {
        return null;
      }
      if (name.isSimple() && name.getSimple().startsWith("$")) {
        throw new SqlError(SqlState.UNDEFINED_PARAMETER, "a default cannot have parameters")
            .with("column", column);
      }
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "cannot use column reference in DEFAULT expression")
          .with("column", column)
          .with("reference", name.toString());
    }

    /** Reserved words, which therefore name no column. */
    private static boolean isFunction(String word) {
      return switch (word) {
        case "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "user" ->
            true;
        default -> false;
      };
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in DEFAULT expression")
            .with("column", column);
      }
      if (call.getKind() == SqlKind.EXTRACT) {
        return call.operand(1).accept(this);
      }
      return super.visit(call);
    }
  }
}
