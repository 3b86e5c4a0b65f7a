package dev.coulomb.node.planner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
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
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * The names of result columns that have none, as PostgreSQL gives them: of a function its name, of
 * a cast what is cast, else {@code ?column?}. Calcite wants different names in one row, so they are
 * told apart by an invisible mark, which is taken off again.
 */
final class ColumnNames {
  private static final char MARK = '\u0001';

  /** How Calcite begins a name of its own, before the column's number from 0. */
  private static final String UNNAMED = "EXPR$";

  private ColumnNames() {}

  /** The name without its mark. */
  static String shown(String name) {
    int mark = name.indexOf(MARK);
    if (mark >= 0) {
      return name.substring(0, mark);
    }
    return name.startsWith(UNNAMED)
        ? "column" + (Integer.parseInt(name.substring(UNNAMED.length())) + 1)
        : name;
  }

  /** The tree with names for the columns of its outermost select, of a union's first. */
  static SqlNode named(SqlNode tree) {
    switch (tree) {
      case SqlOrderBy ordered -> named(ordered.query);
      case SqlWith with -> named(with.body);
      case SqlSelect select -> nameItems(select);
      case SqlBasicCall union when union.getKind() == SqlKind.UNION -> named(union.operand(0));
      default -> {
        return tree;
      }
    }
    return tree;
  }

  /** The aliases that are written in the outermost select, before Calcite adds its own. */
  static Set<String> aliases(SqlNode tree) {
    Set<String> aliases = new HashSet<>();
    for (SqlNode item : items(tree)) {
      String alias = item.getKind() == SqlKind.AS ? SqlValidatorUtil.alias(item) : null;
      if (alias != null) {
        aliases.add(alias);
      }
    }
    return aliases;
  }

  /** Names of a validated tree: those of the columns, where Calcite has made them different. */
  static List<String> of(SqlNode validated, Set<String> aliases, List<String> fields) {
    List<SqlNode> items = items(validated);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i);
      if (items.size() == fields.size()
          && items.get(i) instanceof SqlCall renamed
          && renamed.getKind() == SqlKind.AS
          && renamed.operand(0) instanceof SqlIdentifier column
          && !aliases.contains(name)) {
        name = column.names.get(column.names.size() - 1);
      }
      names.add(shown(name));
    }
    return names;
  }

  private static List<SqlNode> items(SqlNode tree) {
    return switch (tree) {
      case SqlOrderBy ordered -> items(ordered.query);
      case SqlWith with -> items(with.body);
      case SqlSelect select -> select.getSelectList().getList();
      default -> List.of();
    };
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
        yield isNameless(call.operand(0)) && call.operand(1) != null
            ? TypeNames.internal(TypeNames.of((SqlDataTypeSpec) call.operand(1)))
            : name(call.operand(0));
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

  /** What has a name only for want of a better one, such as that of the type it is cast to. */
  private static boolean isNameless(SqlNode item) {
    return item.getKind() == SqlKind.CASE
        || item instanceof SqlLiteral
        || name(item).equals("?column?")
        || (item.getKind() == SqlKind.CAST && isNameless(((SqlCall) item).operand(0)));
  }
}
