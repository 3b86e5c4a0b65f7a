package dev.coulomb.node.execution.expression;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.execution.sequence.Draws;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.TypeKind;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns expressions into closures; what is constant is computed here and now. */
public final class ExpressionCompiler {
  private ExpressionCompiler() {}

  /** The closure of an expression. */
  public static Evaluator compile(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> new Evaluator.Constant(literal.value());
      case Expression.OfSequence named -> new Evaluator.Constant(named.sequence());
      case Expression.Parameter parameter -> {
        int index = parameter.index();
        yield (row, e) -> e.parameter(index);
      }
      case Expression.Column column -> new Evaluator.ColumnValue(column.index());
      case Expression.Call call -> call(call);
      case Expression.Cast cast -> cast(cast);
      case Expression.Case chosen -> Logic.chosen(chosen);
      case Expression.InList in -> Logic.inList(in);
      case Expression.SystemCall system -> systemCall(system);
    };
  }

  /** Two expressions that are compared for equality, brought to one kind. */
  public record Pair(Evaluator left, Evaluator right, TypeKind kind) {}

  /** Compiles both sides of an equality; numbers of different kinds meet at the wider one. */
  public static Pair comparable(Expression left, Expression right) {
    TypeKind kind = Numbers.common(kind(left), kind(right));
    return new Pair(
        Numbers.widened(compile(left), kind(left), kind),
        Numbers.widened(compile(right), kind(right), kind),
        kind);
  }

  /** The columns that an expression looks at. */
  public static BitSet columns(Expression expression) {
    BitSet columns = new BitSet();
    collect(expression, columns);
    return columns;
  }

  private static void collect(Expression expression, BitSet into) {
    switch (expression) {
      case Expression.Literal literal -> {}
      case Expression.Parameter parameter -> {}
      case Expression.OfSequence named -> {}
      case Expression.Column column -> into.set(column.index());
      case Expression.Call call -> call.arguments().forEach(each -> collect(each, into));
      case Expression.Cast cast -> collect(cast.operand(), into);
      case Expression.Case chosen -> {
        for (Expression.When when : chosen.whens()) {
          collect(when.condition(), into);
          collect(when.result(), into);
        }
        if (chosen.otherwise() != null) {
          collect(chosen.otherwise(), into);
        }
      }
      case Expression.InList in -> {
        collect(in.operand(), into);
        in.options().forEach(each -> collect(each, into));
      }
      case Expression.SystemCall system -> system.arguments().forEach(each -> collect(each, into));
    }
  }

  static Evaluator[] compileAll(List<Expression> expressions) {
    return expressions.stream().map(ExpressionCompiler::compile).toArray(Evaluator[]::new);
  }

  private static Evaluator systemCall(Expression.SystemCall call) {
    Evaluator[] arguments = compileAll(call.arguments());
    String function = call.function();
    return (row, e) -> {
      @Nullable Object[] values = new @Nullable Object[arguments.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments[i].evaluate(row, e);
      }
      return e.systemCall(function, values);
    };
  }

  private static Evaluator cast(Expression.Cast cast) {
    Evaluator operand = compile(cast.operand());
    Evaluator compiled =
        CastCompiler.cast(operand, cast.operand().type(), cast.type(), cast.assignment());
    return operand instanceof Evaluator.Constant ? folded(compiled) : compiled;
  }

  private static Evaluator call(Expression.Call call) {
    Evaluator[] arguments = compileAll(call.arguments());
    Evaluator compiled = Functions.compile(call, arguments);
    boolean constant = isPure(call.function());
    for (Evaluator argument : arguments) {
      constant &= argument instanceof Evaluator.Constant;
    }
    return constant ? folded(compiled) : compiled;
  }

  private static boolean isPure(Function function) {
    return switch (function) {
      case RANDOM, NOW, CURRENT_DATE, CURRENT_TIME, LOCALTIMESTAMP, GEN_RANDOM_UUID, AGE -> false;
      case NEXTVAL, CURRVAL, LASTVAL, SETVAL -> false;
      default -> true;
    };
  }

  /** The value now; an error stays where it was, for only a row that gets there may raise it. */
  private static Evaluator folded(Evaluator compiled) {
    try {
      return new Evaluator.Constant(compiled.evaluate(new @Nullable Object[0], Nowhere.INSTANCE));
    } catch (SqlError | NeedsStatement e) {
      return compiled;
    }
  }

  static TypeKind kind(Expression expression) {
    return expression.type().kind();
  }

  /** Raised where a constant expression turns out to look at its statement. */
  private static final class NeedsStatement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsStatement() {
      super("", null, false, false);
    }
  }

  /** No statement at all. */
  private enum Nowhere implements Evaluation {
    INSTANCE;

    @Override
    public @Nullable Object parameter(int index) {
      throw new NeedsStatement();
    }

    @Override
    public ZoneId zone() {
      throw new NeedsStatement();
    }

    @Override
    public long transactionMicros() {
      throw new NeedsStatement();
    }

    @Override
    public double random() {
      throw new NeedsStatement();
    }

    @Override
    public UUID randomUuid() {
      throw new NeedsStatement();
    }

    @Override
    public Draws draws() {
      throw new NeedsStatement();
    }

    @Override
    public Sequence sequence(String name) {
      throw new NeedsStatement();
    }

    @Override
    public @Nullable Object systemCall(String function, @Nullable Object[] arguments) {
      throw new NeedsStatement();
    }
  }
}
