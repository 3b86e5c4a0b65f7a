package dev.coulomb.node.execution.aggregate;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * A column that is read as a number of the machine.
 *
 * @param feed what of it
 * @param output its position in the rows of the scan
 */
public record TypedArgument(Feed feed, int output) {
  /** The row itself. */
  public static final TypedArgument ROW = new TypedArgument(Feed.ROW, 0);

  /** What of a column is taken. */
  public enum Feed {
    /** Nothing: the row counts. */
    ROW,
    /** Whether it is null. */
    PRESENCE,
    /** A value that is a {@code Long} elsewhere. */
    LONG,
    /** A value that is a {@code Double} elsewhere. */
    DOUBLE
  }

  /** The column that an expression is, as far as the value stays the same, or null. */
  public static @Nullable TypedArgument of(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> ofColumn(column);
      case Expression.Cast cast when isWhole(cast.type().kind()) -> {
        TypedArgument inner = of(cast.operand());
        boolean widens =
            isWhole(cast.operand().type().kind())
                && cast.operand().type().kind().width() <= cast.type().kind().width();
        yield widens ? inner : null;
      }
      default -> null;
    };
  }

  private static @Nullable TypedArgument ofColumn(Expression.Column column) {
    TypeKind kind = column.type().kind();
    if (kind == TypeKind.DOUBLE) {
      return new TypedArgument(Feed.DOUBLE, column.index());
    }
    return kind.isLong() ? new TypedArgument(Feed.LONG, column.index()) : null;
  }

  private static boolean isWhole(TypeKind kind) {
    return kind == TypeKind.SMALLINT || kind == TypeKind.INTEGER || kind == TypeKind.BIGINT;
  }
}
