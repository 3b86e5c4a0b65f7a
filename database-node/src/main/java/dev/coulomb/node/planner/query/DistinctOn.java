package dev.coulomb.node.planner.query;

import dev.coulomb.node.sql.DistinctOnOperator;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * {@code SELECT DISTINCT ON (…)}, which Calcite does not know: the rows whose {@code row_number()}
 * is one in the window of those keys, in the order of the query. {@link FirstRows} finds that again
 * and numbers nothing.
 */
public final class DistinctOn {
  private final SqlNodeList items;
  private final SqlParserPos at;

  private DistinctOn(SqlNodeList items, SqlParserPos at) {
    this.items = items;
    this.at = at;
  }

  /** Rewrites the select that a query is about, with the order that belongs to it. */
  public static void rewrite(SqlCall query) {
    if (query instanceof SqlOrderBy ordered) {
      SqlNode body = ordered.query instanceof SqlWith with ? with.body : ordered.query;
      if (body instanceof SqlSelect select) {
        rewrite(select, ordered.orderList);
      }
    } else if (query instanceof SqlSelect select) {
      rewrite(select, SqlNodeList.EMPTY);
    }
  }

  private static void rewrite(SqlSelect select, SqlNodeList order) {
    SqlNode first = select.getSelectList().get(0);
    SqlNode marked = unnamed(first);
    if (!(marked instanceof SqlCall call) || !(call.getOperator() instanceof DistinctOnOperator)) {
      return;
    }
    List<SqlNode> items = new ArrayList<>(select.getSelectList().getList());
    if (first instanceof SqlCall named && named.getKind() == SqlKind.AS) {
      named.setOperand(0, call.operand(1));
    } else {
      items.set(0, call.operand(1));
    }
    SqlNodeList all = new SqlNodeList(items, select.getSelectList().getParserPosition());
    select.setSelectList(all);
    select.setQualify(
        new DistinctOn(all, call.getParserPosition()).isFirst(call.operand(0), order));
  }

  private SqlNode isFirst(SqlNodeList on, SqlNodeList order) {
    List<SqlNode> keys = new ArrayList<>();
    for (SqlNode key : on) {
      SqlNode resolved = resolved(key);
      if (keys.stream().noneMatch(other -> isSame(other, resolved))) {
        keys.add(resolved);
      }
    }
    List<SqlNode> seen = new ArrayList<>();
    List<SqlNode> rest = new ArrayList<>();
    int matched = 0;
    for (SqlNode sorted : order) {
      SqlNode key = resolved(expression(sorted));
      if (seen.stream().anyMatch(other -> isSame(other, key))) {
        continue;
      }
      seen.add(key);
      if (keys.stream().noneMatch(other -> isSame(other, key))) {
        rest.add(withExpression(sorted, key));
      } else if (rest.isEmpty()) {
        matched++;
      } else {
        throw mismatch();
      }
    }
    if (!rest.isEmpty() && matched < keys.size()) {
      throw mismatch();
    }
    SqlNode window =
        SqlWindow.create(
            null,
            null,
            new SqlNodeList(keys.stream().map(Copies::of).toList(), at),
            new SqlNodeList(rest, at),
            SqlLiteral.createBoolean(false, at),
            null,
            null,
            null,
            at);
    SqlNode number =
        SqlStdOperatorTable.OVER.createCall(
            at, SqlStdOperatorTable.ROW_NUMBER.createCall(at), window);
    return SqlStdOperatorTable.EQUALS.createCall(
        at, number, SqlLiteral.createExactNumeric("1", at));
  }

  private static SqlError mismatch() {
    return new SqlError(
        SqlState.INVALID_COLUMN_REFERENCE,
        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
  }

  /** A name is first that of a column of the result, a number its place, as in ORDER BY. */
  private SqlNode resolved(SqlNode key) {
    SqlNode found = key;
    if (key instanceof SqlNumericLiteral number && number.isInteger()) {
      found = item(number.intValue(true));
    } else if (key instanceof SqlIdentifier name && name.isSimple()) {
      found =
          items.stream()
              .filter(item -> isCalled(item, name.getSimple()))
              .findFirst()
              .map(DistinctOn::unnamed)
              .orElse(key);
    }
    if (holdsWindow(found)) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "DISTINCT ON cannot be combined with an order by window functions")
          .hint("Compute them in a subquery.");
    }
    return found;
  }

  private SqlNode item(int place) {
    if (place < 1 || place > items.size()) {
      throw new SqlError(SqlState.INVALID_COLUMN_REFERENCE, "this place is not in the select list")
          .with("place", place);
    }
    for (SqlNode item : items.getList().subList(0, place)) {
      if (item instanceof SqlIdentifier name && name.isStar()) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED, "DISTINCT ON does not count the columns of a star")
            .hint("Name the column.");
      }
    }
    return unnamed(items.get(place - 1));
  }

  private static boolean isCalled(SqlNode item, String name) {
    return switch (item) {
      case SqlIdentifier column -> !column.isStar() && column.names.getLast().equals(name);
      case SqlCall named when named.getKind() == SqlKind.AS ->
          ((SqlIdentifier) named.operand(1)).getSimple().equals(name);
      default -> false;
    };
  }

  private static SqlNode unnamed(SqlNode item) {
    return item instanceof SqlCall named && named.getKind() == SqlKind.AS ? named.operand(0) : item;
  }

  /** What is ordered by, without its direction. */
  private static SqlNode expression(SqlNode sorted) {
    return switch (sorted.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> expression(((SqlCall) sorted).operand(0));
      default -> sorted;
    };
  }

  private static SqlNode withExpression(SqlNode sorted, SqlNode key) {
    return switch (sorted.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall direction = (SqlCall) sorted;
        SqlNode inner = withExpression(direction.operand(0), key);
        yield direction.getOperator().createCall(direction.getParserPosition(), inner);
      }
      default -> Copies.of(key);
    };
  }

  /** The same expression, where a column may be named with its table or without. */
  private static boolean isSame(SqlNode one, SqlNode other) {
    if (one instanceof SqlIdentifier left && other instanceof SqlIdentifier right) {
      int common = Math.min(left.names.size(), right.names.size());
      return left.names
          .subList(left.names.size() - common, left.names.size())
          .equals(right.names.subList(right.names.size() - common, right.names.size()));
    }
    if (one instanceof SqlCall left && other instanceof SqlCall right) {
      List<SqlNode> mine = left.getOperandList();
      List<SqlNode> others = right.getOperandList();
      boolean same =
          left.getOperator().getName().equals(right.getOperator().getName())
              && mine.size() == others.size()
              && !left.isA(SqlKind.QUERY);
      for (int i = 0; same && i < mine.size(); i++) {
        same = isSameOrAbsent(mine.get(i), others.get(i));
      }
      return same;
    }
    return one.equalsDeep(other, Litmus.IGNORE);
  }

  private static boolean isSameOrAbsent(@Nullable SqlNode one, @Nullable SqlNode other) {
    return one == null || other == null ? one == null && other == null : isSame(one, other);
  }

  private static boolean holdsWindow(SqlNode tree) {
    boolean[] found = new boolean[1];
    tree.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            found[0] |= call.getKind() == SqlKind.OVER;
            return found[0] || call.isA(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    return found[0];
  }
}
