package dev.coulomb.node.planner;

import dev.coulomb.node.planner.typing.Operators;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * The names of result columns that have none, as PostgreSQL gives them: of a function its name, of
 * a cast what is cast, else {@code ?column?}. Calcite wants different names in one row, so they are
 * told apart by an invisible mark, which is taken off again.
 */
final class ColumnNames {
  private static final String UNKNOWN = "?column?";

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

  /** The tree with names for the columns of its selects; of the outermost they are marked. */
  static SqlNode named(SqlNode tree) {
    nameOutermost(tree, Set.of());
    tree.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select) {
              nameItems(select, false, Set.of());
            } else if (call.getKind() == SqlKind.AS && call.operandCount() == 2) {
              markTwins(call.operand(0));
            } else if (call instanceof SqlWithItem item && item.columnList == null) {
              markTwins(item.query);
            }
            return super.visit(call);
          }
        });
    return tree;
  }

  /**
   * @param ordered simple names in its {@code ORDER BY}
   */
  private static void nameOutermost(SqlNode tree, Set<String> ordered) {
    switch (tree) {
      case SqlOrderBy order -> nameOutermost(order.query, simpleNames(order.orderList));
      case SqlWith with -> nameOutermost(with.body, ordered);
      case SqlSelect select -> {
        nameTwins(select, false);
        nameItems(select, true, ordered);
      }
      case SqlBasicCall set when SqlKind.SET_QUERY.contains(set.getKind()) -> {
        if (set.operand(0) instanceof SqlSelect select) {
          nameTwins(select, true);
        }
        nameOutermost(set.operand(0), ordered);
      }
      default -> {}
    }
  }

  /**
   * Marks a column that is selected again, so that ordering by it means the first; in a set
   * operation, where it is ordered by places, every one of a name that was there.
   */
  private static void nameTwins(SqlSelect select, boolean ofSet) {
    SqlNodeList items = select.getSelectList();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      if (!(item instanceof SqlIdentifier)) {
        continue;
      }
      Listening.check();
      boolean again = false;
      for (int j = 0; j < i; j++) {
        SqlNode before = items.get(j);
        again |=
            item.equalsDeep(before, Litmus.IGNORE)
                || (ofSet && Objects.equals(alias(item), alias(before)));
      }
      String alias = alias(item);
      if (again && alias != null) {
        SqlParserPos at = item.getParserPosition();
        SqlIdentifier marked = new SqlIdentifier(alias + MARK + (i + 1), at);
        items.set(i, SqlStdOperatorTable.AS.createCall(at, item, marked));
      }
    }
  }

  /**
   * Marks all columns of a subquery whose name another one has: a star takes them as they are, and
   * none of them can be meant by the name.
   */
  private static void markTwins(SqlNode subquery) {
    if (subquery instanceof SqlOrderBy ordered) {
      markTwins(ordered.query);
    }
    if (!(subquery instanceof SqlSelect select)) {
      return;
    }
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (SqlNode item : select.getSelectList()) {
      String name = nameOf(item);
      if (name != null && !once.add(name)) {
        twice.add(name);
      }
    }
    SqlNodeList items = select.getSelectList();
    for (int i = 0; !twice.isEmpty() && i < items.size(); i++) {
      SqlNode item = items.get(i);
      String name = nameOf(item);
      if (name != null && twice.contains(name)) {
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        SqlParserPos at = item.getParserPosition();
        SqlIdentifier marked = new SqlIdentifier(name + MARK + (i + 1), at);
        items.set(i, SqlStdOperatorTable.AS.createCall(at, value, marked));
      }
    }
  }

  /** What a column will be called; null for a star. */
  private static @Nullable String nameOf(SqlNode item) {
    String alias = alias(item);
    return alias != null || item instanceof SqlIdentifier ? alias : name(item);
  }

  private static @Nullable String alias(SqlNode item) {
    return item instanceof SqlIdentifier column && column.isStar()
        ? null
        : SqlValidatorUtil.alias(item);
  }

  private static Set<String> simpleNames(@Nullable SqlNode tree) {
    Set<String> names = new HashSet<>();
    if (tree != null) {
      tree.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier identifier) {
              if (identifier.isSimple()) {
                names.add(identifier.getSimple());
              }
              return null;
            }
          });
    }
    return names;
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

  /**
   * A name of its own for each column without one; marked where it is not the first such. Of the
   * outermost select only those that are ordered by can be referred to, for in GROUP BY the columns
   * of the tables come first.
   */
  private static void nameItems(SqlSelect select, boolean marked, Set<String> ordered) {
    List<SqlNode> items = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Set<String> referred = new HashSet<>(ordered);
    referred.removeAll(simpleNames(select.getGroup()));
    referred.removeAll(simpleNames(select.getHaving()));
    for (SqlNode item : select.getSelectList()) {
      if (item.getKind() == SqlKind.AS || item instanceof SqlIdentifier) {
        items.add(item);
        String alias = SqlValidatorUtil.alias(item);
        taken.add(alias == null ? "" : alias);
      } else {
        SqlParserPos position = item.getParserPosition();
        String name = name(item);
        boolean open = !marked || referred.contains(name);
        String unique = !open || !taken.add(name) ? name + MARK + (items.size() + 1) : name;
        items.add(
            SqlStdOperatorTable.AS.createCall(position, item, new SqlIdentifier(unique, position)));
      }
    }
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
  }

  private static String name(SqlNode item) {
    String strong = strongName(item);
    if (strong != null) {
      return strong;
    }
    if (!(item instanceof SqlCall call)) {
      return UNKNOWN;
    }
    TypeKind constant = Operators.constantKind(call.getOperator());
    if (constant != null) {
      return TypeNames.internal(SqlType.of(constant));
    }
    return switch (call.getKind()) {
      case CASE -> "case";
      case CAST ->
          call.operand(1) instanceof SqlDataTypeSpec type
              ? TypeNames.internal(TypeNames.of(type))
              : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private static String shown(SqlFunction function) {
    String name = function.getName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "extract_field" -> "extract";
      case "translate3" -> "translate";
      default -> name;
    };
  }

  /** The name that also shows through a cast: of a column, of a function. */
  private static @Nullable String strongName(SqlNode item) {
    if (item instanceof SqlIdentifier identifier) {
      return identifier.isStar() ? null : identifier.names.get(identifier.names.size() - 1);
    }
    if (item instanceof SqlOrderBy ordered) {
      return strongName(ordered.query);
    }
    if (item instanceof SqlWith with) {
      return strongName(with.body);
    }
    if (item instanceof SqlSelect select) {
      SqlNode first = select.getSelectList().get(0);
      return first.getKind() == SqlKind.AS ? SqlValidatorUtil.alias(first) : name(first);
    }
    if (!(item instanceof SqlCall call)
        || Operators.constantKind(call.getOperator()) != null
        || Operators.meaning(call.getOperator()) != null) {
      return null;
    }
    return switch (call.getKind()) {
      case SCALAR_QUERY, CAST, FILTER, OVER -> strongName(call.operand(0));
      case CASE -> {
        SqlNode otherwise = ((SqlCase) call).getElseOperand();
        yield otherwise == null ? null : strongName(otherwise);
      }
      case EXISTS -> "exists";
      case COALESCE -> "coalesce";
      case TRIM -> "btrim";
      default -> call.getOperator() instanceof SqlFunction function ? shown(function) : null;
    };
  }
}
