package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.planner.Schemas;
import dev.coulomb.node.planner.TreeRewrite;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Queries that are written for what a change says. */
public final class RowQuery {
  private static final SqlParserPos ZERO = SqlParserPos.ZERO;

  private RowQuery() {}

  /** The name under which a statement knows its table. */
  static String name(Table table, @Nullable SqlIdentifier alias) {
    return alias == null ? table.name() : alias.getSimple();
  }

  public static SqlNode table(Table table, String name) {
    SqlNode from = new SqlIdentifier(List.of(Schemas.PUBLIC, table.name()), ZERO);
    return SqlStdOperatorTable.AS.createCall(ZERO, from, new SqlIdentifier(name, ZERO));
  }

  /** The table with the keys of its rows. */
  static SqlNode tableWithKeys(Table table, String name) {
    SqlNode from = new SqlIdentifier(List.of(Schemas.WITH_KEYS, table.name()), ZERO);
    return SqlStdOperatorTable.AS.createCall(ZERO, from, new SqlIdentifier(name, ZERO));
  }

  static SqlNode beside(SqlNode one, SqlNode other) {
    return new SqlJoin(
        ZERO,
        one,
        SqlLiteral.createBoolean(false, ZERO),
        JoinType.COMMA.symbol(ZERO),
        other,
        JoinConditionType.NONE.symbol(ZERO),
        null);
  }

  /** All columns of a table by its name. */
  static List<SqlNode> columns(Table table, String name) {
    List<SqlNode> items = new ArrayList<>();
    table
        .columns()
        .forEach(column -> items.add(new SqlIdentifier(List.of(name, column.name()), ZERO)));
    return items;
  }

  public static SqlSelect select(
      List<? extends SqlNode> items, SqlNode from, @Nullable SqlNode condition) {
    return new SqlSelect(
        ZERO,
        SqlNodeList.EMPTY,
        new SqlNodeList(items, ZERO),
        from,
        condition,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * A bare parameter takes the type of what it is put into; without its length, which only an
   * assignment checks: a cast cuts what is too long.
   */
  static SqlNode typed(SqlNode value, SqlType type) {
    boolean parameter =
        value instanceof SqlDynamicParam
            || (value instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().matches("\\$\\d+"));
    return parameter ? cast(value, type) : value;
  }

  /** A quoted constant too, and a null. */
  static SqlNode typedConstant(SqlNode value, SqlType type) {
    return value instanceof SqlCharStringLiteral || SqlUtil.isNullLiteral(value, false)
        ? cast(value, type)
        : typed(value, type);
  }

  private static SqlNode cast(SqlNode value, SqlType type) {
    return SqlStdOperatorTable.CAST.createCall(
        value.getParserPosition(),
        value,
        TreeRewrite.spec(type.kind().isCharacter() ? SqlType.TEXT : type));
  }
}
