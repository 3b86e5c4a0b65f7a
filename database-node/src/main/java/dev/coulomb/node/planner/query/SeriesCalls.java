package dev.coulomb.node.planner.query;

import dev.coulomb.node.planner.Aggregates;
import dev.coulomb.node.planner.typing.SeriesFunction;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * {@code generate_series}, which is a table: one in {@code FROM} may name the tables before it, and
 * gives its one column its own name; one in a select list stands in {@code FROM} as well.
 */
public final class SeriesCalls {
  private static final String HINT = "Put generate_series into FROM.";

  /** The name of the table that a select list asks for; nobody else can name it. */
  private static final String HIDDEN = SeriesFunction.NAME + "\u0001";

  private SeriesCalls() {}

  public static boolean is(SqlNode node) {
    return node instanceof SqlCall call
        && call.getOperator() instanceof SqlUnresolvedFunction function
        && function.getNameAsId().names.getLast().equals(SeriesFunction.NAME);
  }

  /** True of {@code generate_series(…)} as it stands in {@code FROM}. */
  public static boolean isTable(SqlNode node) {
    return node.getKind() == SqlKind.COLLECTION_TABLE && is(((SqlCall) node).operand(0));
  }

  /**
   * The table of a series.
   *
   * @param arguments of the call, for validation
   * @param names of the table, then of its columns; only one: the column is called as the table
   */
  public static SqlNode table(SqlParserPos at, List<SqlNode> arguments, List<SqlNode> names) {
    SqlNode call = SeriesFunction.INSTANCE.createCall(at, arguments);
    List<SqlNode> operands = new ArrayList<>();
    operands.add(
        SqlStdOperatorTable.LATERAL.createCall(
            at, SqlStdOperatorTable.COLLECTION_TABLE.createCall(at, call)));
    operands.addAll(names);
    if (names.size() == 1) {
      operands.add(names.getFirst());
    }
    return SqlStdOperatorTable.AS.createCall(at, operands);
  }

  /** The refusal of a series where none can be. */
  public static SqlError refused(String sentence) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence).hint(HINT);
  }

  /** Moves the series of a select list into its {@code FROM}. */
  public static void intoFrom(SqlSelect select) {
    Mover mover = new Mover();
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      items.add(mover.moved(item));
    }
    SqlCall series = mover.series;
    if (series == null) {
      return;
    }
    boolean groups =
        mover.groups
            || select.getGroup() != null
            || select.getHaving() != null
            || select.getQualify() != null;
    if (groups) {
      throw refused(
          "generate_series in a select list beside groups, windows or DISTINCT ON is not supported");
    }
    if (mover.star) {
      throw refused("generate_series in a select list beside a star is not supported");
    }
    SqlParserPos at = series.getParserPosition();
    SqlNode table =
        SqlStdOperatorTable.AS.createCall(
            at,
            SqlStdOperatorTable.COLLECTION_TABLE.createCall(at, series),
            new SqlIdentifier(HIDDEN, at),
            new SqlIdentifier(SeriesFunction.NAME, at));
    SqlNode from = select.getFrom();
    select.setFrom(
        from == null
            ? table
            : new SqlJoin(
                at,
                from,
                SqlLiteral.createBoolean(false, at),
                JoinType.COMMA.symbol(at),
                table,
                JoinConditionType.NONE.symbol(at),
                null));
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
  }

  /** Puts the column of the series in the place of its call. */
  private static final class Mover extends SqlShuttle {
    private @Nullable SqlCall series;
    private boolean groups;
    private boolean star;
    private boolean conditional;

    SqlNode moved(SqlNode item) {
      star |= item instanceof SqlIdentifier name && name.isStar() && name.names.size() == 1;
      SqlNode moved = item.accept(this);
      return moved == null ? item : moved;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      if (is(call)) {
        if (conditional) {
          throw refused("set-returning functions are not allowed in CASE and COALESCE");
        }
        if (series != null && !series.equalsDeep(call, Litmus.IGNORE)) {
          throw refused("several series in one select list are not supported");
        }
        series = call;
        SqlParserPos at = call.getParserPosition();
        return new SqlIdentifier(List.of(HIDDEN, SeriesFunction.NAME), at);
      }
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
      groups |= call.getKind() == SqlKind.OVER || Aggregates.known(name) != null;
      boolean before = conditional;
      conditional |= call.getKind() == SqlKind.CASE || name.equals("coalesce");
      SqlNode moved = super.visit(call);
      conditional = before;
      return moved;
    }
  }
}
