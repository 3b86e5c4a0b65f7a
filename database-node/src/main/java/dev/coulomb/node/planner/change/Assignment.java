package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;

/** What may be put into a column: as in PostgreSQL more than is converted silently elsewhere. */
final class Assignment {
  private Assignment() {}

  /** A value as one of the column's type; 42804 where types are too different. */
  static Expression of(Expression value, Column column) {
    boolean open = value instanceof Expression.Literal || value instanceof Expression.Parameter;
    if (!open && !isAssignable(value.type().kind(), column.type().kind())) {
      throw new SqlError(
              SqlState.DATATYPE_MISMATCH, "the column is of another type than the expression")
          .with("column", column.name())
          .with("type of the column", column.type())
          .with("type of the expression", value.type())
          .hint("You will need to rewrite or cast the expression.");
    }
    return Expressions.assigned(value, column.type());
  }

  private static boolean isAssignable(TypeKind from, TypeKind to) {
    return from == to
        || to.isCharacter()
        || (from.isNumeric() && to.isNumeric())
        || (isJson(from) && isJson(to))
        || switch (from) {
          case DATE -> to == TypeKind.TIMESTAMP || to == TypeKind.TIMESTAMPTZ;
          case TIMESTAMP ->
              to == TypeKind.DATE || to == TypeKind.TIME || to == TypeKind.TIMESTAMPTZ;
          case TIMESTAMPTZ ->
              to == TypeKind.DATE || to == TypeKind.TIME || to == TypeKind.TIMESTAMP;
          case TIME -> to == TypeKind.INTERVAL;
          case INTERVAL -> to == TypeKind.TIME;
          default -> false;
        };
  }

  private static boolean isJson(TypeKind kind) {
    return kind == TypeKind.JSON || kind == TypeKind.JSONB;
  }
}
