package dev.coulomb.node.sql;

import dev.coulomb.node.sql.parser.CoulombParser;
import dev.coulomb.node.sql.parser.CoulombParserConstants;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;

/** The queries of the {@code WITH} in front of a change, in front of a query in its place. */
public final class WithQueries {
  private WithQueries() {}

  /**
   * The kind of the word behind the queries of a {@code WITH} that begins here, which says what
   * statement it is; {@code EOF} where none begins. Reads ahead, and takes nothing.
   */
  public static int kindBehind(CoulombParser tokens) {
    if (tokens.getToken(1).kind != CoulombParserConstants.WITH) {
      return CoulombParserConstants.EOF;
    }
    int depth = 0;
    for (int i = 2; ; i++) {
      int kind = tokens.getToken(i).kind;
      switch (kind) {
        case CoulombParserConstants.EOF -> {
          return kind;
        }
        case CoulombParserConstants.LPAREN -> depth++;
        case CoulombParserConstants.RPAREN -> depth--;
        case CoulombParserConstants.SELECT,
            CoulombParserConstants.VALUES,
            CoulombParserConstants.INSERT,
            CoulombParserConstants.UPDATE,
            CoulombParserConstants.DELETE -> {
          if (depth == 0) {
            return kind;
          }
        }
        default -> {}
      }
    }
  }

  /** The query with those queries before its own; without any it is as it was. */
  public static SqlNode of(SqlNodeList with, SqlNode query) {
    if (with.isEmpty()) {
      return query;
    }
    return switch (query) {
      case SqlOrderBy ordered ->
          new SqlOrderBy(
              ordered.getParserPosition(),
              of(with, ordered.query),
              ordered.orderList,
              ordered.offset,
              ordered.fetch);
      case SqlWith more -> {
        List<SqlNode> all = new ArrayList<>(with.getList());
        all.addAll(more.withList.getList());
        yield new SqlWith(
            with.getParserPosition(), new SqlNodeList(all, with.getParserPosition()), more.body);
      }
      default -> new SqlWith(with.getParserPosition(), with, query);
    };
  }
}
