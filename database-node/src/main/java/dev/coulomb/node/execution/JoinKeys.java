package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.TypeKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of both sides of a hash join as objects that hash and compare. Immutable. */
final class JoinKeys {
  private final Evaluator[] left;
  private final Evaluator[] right;
  private final TypeKind[] kinds;

  private JoinKeys(Evaluator[] left, Evaluator[] right, TypeKind[] kinds) {
    this.left = left;
    this.right = right;
    this.kinds = kinds;
  }

  static JoinKeys compile(List<Expression> left, List<Expression> right) {
    int count = left.size();
    Evaluator[] lefts = new Evaluator[count];
    Evaluator[] rights = new Evaluator[count];
    TypeKind[] kinds = new TypeKind[count];
    for (int i = 0; i < count; i++) {
      ExpressionCompiler.Pair pair = ExpressionCompiler.comparable(left.get(i), right.get(i));
      lefts[i] = pair.left();
      rights[i] = pair.right();
      kinds[i] = pair.kind();
    }
    return new JoinKeys(lefts, rights, kinds);
  }

  /** The key of a left row; null when a part of it is null. */
  @Nullable Object left(@Nullable Object[] row, ExecutionContext context) {
    return key(left, row, context);
  }

  /** The key of a right row; null when a part of it is null. */
  @Nullable Object right(@Nullable Object[] row, ExecutionContext context) {
    return key(right, row, context);
  }

  private @Nullable Object key(Evaluator[] side, @Nullable Object[] row, ExecutionContext context) {
    if (side.length == 1) {
      return ValueOrder.key(kinds[0], side[0].evaluate(row, context));
    }
    @Nullable Object[] parts = new @Nullable Object[side.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = ValueOrder.key(kinds[i], side[i].evaluate(row, context));
      if (parts[i] == null) {
        return null;
      }
    }
    return new Composite(parts);
  }

  /** Several values as one key; null parts equal each other. */
  static final class Composite {
    private final @Nullable Object[] parts;
    private final int hash;

    Composite(@Nullable Object[] parts) {
      this.parts = parts;
      this.hash = Arrays.hashCode(parts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Composite that && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
