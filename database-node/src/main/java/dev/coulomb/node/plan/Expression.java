package dev.coulomb.node.plan;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.types.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A scalar expression over the columns of one row and the statement's parameters. */
public sealed interface Expression extends Scalar {
  /** Parameters from this index on are not the client's but slots that operators fill. */
  int FIRST_SLOT = 1 << 16;

  SqlType type();

  /** The expressions that this one is made of. */
  default List<Expression> parts() {
    return Renumbering.parts(this);
  }

  @Override
  default Expression renumbered(IntUnaryOperator columns) {
    return Renumbering.of(this, columns);
  }

  @Override
  default boolean hasConstants() {
    return this instanceof Literal || parts().stream().anyMatch(Expression::hasConstants);
  }

  /** A constant; the value is of the type as {@link SqlType} says. */
  record Literal(@Nullable Object value, SqlType type) implements Expression {
    /** Bytes are compared by what they are. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Literal that
          && type.equals(that.type)
          && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
      return type.hashCode() * 31
          + (value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value));
    }
  }

  /** {@code $n}; index from 0; from {@link #FIRST_SLOT} on a slot. */
  record Parameter(int index, SqlType type) implements Expression {}

  /** A column of the input, from 0. */
  record Column(int index, SqlType type) implements Expression {}

  /** A sequence that a function is given. */
  record OfSequence(Sequence sequence) implements Expression {
    @Override
    public SqlType type() {
      return SqlType.TEXT;
    }
  }

  /** An operator or function. */
  record Call(Function function, List<Expression> arguments, SqlType type) implements Expression {}

  /** {@code CAST}: to {@code type}, with its errors; an assignment to a column is one too. */
  record Cast(Expression operand, SqlType type, boolean assignment) implements Expression {}

  /** {@code CASE WHEN}; without a match and {@code otherwise} it is null. */
  record Case(List<When> whens, @Nullable Expression otherwise, SqlType type)
      implements Expression {}

  /** One branch of a {@link Case}. */
  record When(Expression condition, Expression result) {}

  /** {@code operand IN (constants)}, hashed once; options are over parameters only. */
  record InList(Expression operand, List<Expression> options, SqlType type) implements Expression {}

  /** A function of {@code pg_catalog} that looks at the catalog or the session. */
  record SystemCall(String function, List<Expression> arguments, SqlType type)
      implements Expression {}
}
