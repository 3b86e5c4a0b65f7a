package dev.coulomb.node.planner.typing;

import dev.coulomb.node.sql.Listening;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** Calcite's validator, ended by a cancel between two expressions. Confined to one planning. */
public final class ListeningValidator extends SqlValidatorImpl {
  public ListeningValidator(SqlOperatorTable routines, CalciteCatalogReader reader, Config config) {
    super(routines, reader, CalciteTypes.FACTORY, config);
  }

  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    Listening.check();
    return super.deriveType(scope, expression);
  }

  /** Asked of each name that is looked at. */
  @Override
  public @Nullable SqlCall makeNullaryCall(SqlIdentifier name) {
    Listening.check();
    return super.makeNullaryCall(name);
  }

  /** Asked of each constant that is looked at. */
  @Override
  public SqlLiteral resolveLiteral(SqlLiteral literal) {
    Listening.check();
    return super.resolveLiteral(literal);
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferred, SqlValidatorScope scope, SqlNode expression) {
    Listening.check();
    super.inferUnknownTypes(inferred, scope, expression);
  }

  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    Listening.check();
    SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
    if (rewritten != null) {
      OpaqueConstants.hide(rewritten);
    }
    return rewritten;
  }
}
