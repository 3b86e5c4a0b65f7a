package dev.coulomb.node.sql;

import java.util.List;
import org.apache.calcite.sql.SqlAlter;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The place of a {@link Statement} in Calcite's tree: always its root, never validated as such. It
 * is an alter statement to Calcite only because its grammar wants one where SET stands.
 */
public final class StatementNode extends SqlAlter {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("STATEMENT", SqlKind.OTHER_DDL);

  private final Statement statement;

  public StatementNode(SqlParserPos position, Statement statement) {
    super(position);
    this.statement = statement;
  }

  public Statement statement() {
    return statement;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }

  @Override
  protected void unparseAlterOperation(SqlWriter writer, int left, int right) {
    writer.keyword(statement.toString());
  }
}
