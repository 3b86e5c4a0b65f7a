package dev.coulomb.node.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The names of result columns that have none, as PostgreSQL gives them: of a function its name, of
 * a cast what is cast, else {@code ?column?}. Calcite wants different names in one row, so they are
 * told apart by an invisible mark, which is taken off again.
 */
final class ColumnNames {
  private static final char MARK = '\u0001';

  private ColumnNames() {}

  /** The name without its mark. */
  static String shown(String name) {
    int mark = name.indexOf(MARK);
    return mark < 0 ? name : name.substring(0, mark);
  }

  /** The tree with names for the columns of its outermost select. */
  static SqlNode named(SqlNode tree) {
    switch (tree) {
      case SqlOrderBy ordered -> named(ordered.query);
      case SqlWith with -> named(with.body);
      case SqlSelect select -> nameItems(select);
      default -> {
        return tree;
      }
    }
    return tree;
  }

  private static void nameItems(SqlSelect select) {
    List<SqlNode> items = new ArrayList<>();
    int number = 0;
    for (SqlNode item : select.getSelectList()) {
      number++;
      if (item.getKind() == SqlKind.AS || item instanceof SqlIdentifier) {
        items.add(item);
      } else {
        SqlParserPos position = item.getParserPosition();
        items.add(
            SqlStdOperatorTable.AS.createCall(
                position, item, new SqlIdentifier(name(item) + MARK + number, position)));
      }
    }
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
  }

  private static String name(SqlNode item) {
    if (item instanceof SqlLiteral || item instanceof SqlDynamicParam) {
      return "?column?";
    }
    if (item instanceof SqlIdentifier identifier) {
      return identifier.names.get(identifier.names.size() - 1);
    }
    if (!(item instanceof SqlCall call)) {
      return "?column?";
    }
    return switch (call.getKind()) {
      case CASE -> "case";
      case CAST -> {
        String inner = name(call.operand(0));
        yield inner.equals("?column?") && call.operand(1) != null
            ? TypeNames.of((org.apache.calcite.sql.SqlDataTypeSpec) call.operand(1))
                .kind()
                .name()
                .toLowerCase(Locale.ROOT)
            : inner;
      }
      case EXISTS -> "exists";
      case COALESCE -> "coalesce";
      default ->
          call.getOperator() instanceof org.apache.calcite.sql.SqlFunction
              ? call.getOperator()
                  .getName()
                  .toLowerCase(Locale.ROOT)
                  .replace("extract_field", "extract")
              : "?column?";
    };
  }
}
