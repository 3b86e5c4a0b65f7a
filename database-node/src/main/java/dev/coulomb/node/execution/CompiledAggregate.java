package dev.coulomb.node.execution;

import dev.coulomb.node.execution.aggregate.Accumulator;
import dev.coulomb.node.execution.aggregate.Accumulators;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An aggregate call: its arguments, its filter, and how to make an accumulator. Immutable. */
public final class CompiledAggregate {
  private static final int DISTINCT_ENTRY_BYTES = 64;

  private final Evaluator[] arguments;
  private final @Nullable Evaluator filter;
  private final boolean takesNulls;
  private final boolean distinct;
  private final TypeKind argumentKind;
  private final int width;
  private final Function<WorkMemory.Held, Accumulator> factory;
  private final @Nullable RowOrder order;

  private CompiledAggregate(AggregateCall call, AggregatePhase phase) {
    arguments = OperatorCompiler.expressions(call.arguments());
    filter = phase == AggregatePhase.FINAL ? null : OperatorCompiler.optional(call.filter());
    distinct = call.distinct() && phase != AggregatePhase.FINAL;
    AggregateFunction function = call.function();
    takesNulls =
        phase == AggregatePhase.FINAL
            || function == AggregateFunction.SINGLE_VALUE
            || function == AggregateFunction.ANY_VALUE;
    argumentKind =
        call.arguments().isEmpty() ? TypeKind.BOOLEAN : call.arguments().getFirst().type().kind();
    width = phase == AggregatePhase.PARTIAL ? function.stateTypes(call.type()).size() : 1;
    factory = Accumulators.factory(call, phase);
    order =
        call.order().isEmpty()
            ? null
            : new RowOrder(call.order(), call.arguments().stream().map(Expression::type).toList());
  }

  public static CompiledAggregate compile(AggregateCall call, AggregatePhase phase) {
    return new CompiledAggregate(call, phase);
  }

  /** Columns that it gives: those of its state in a partial phase, else one. */
  int width() {
    return width;
  }

  /** For one group; what it collects is taken from the working memory. */
  public Accumulator newAccumulator(WorkMemory.Held memory) {
    Accumulator accumulator =
        order == null ? factory.apply(memory) : new Ordered(factory, order, memory);
    return distinct ? new Distinct(accumulator, argumentKind, memory) : accumulator;
  }

  /** An array for the arguments of one row after the other. */
  public @Nullable Object[] newArguments() {
    return new @Nullable Object[arguments.length];
  }

  /**
   * One row more, unless the filter leaves it out.
   *
   * @param values for its arguments, written here
   */
  public void add(
      Accumulator accumulator,
      @Nullable Object[] row,
      @Nullable Object[] values,
      ExecutionContext context) {
    if (filter != null && !filter.isTrue(row, context)) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].evaluate(row, context);
    }
    if (takesNulls || values.length == 0 || values[0] != null) {
      accumulator.add(values);
    }
  }

  /** Keeps what is added, and passes it on in order when the result is asked for. */
  private static final class Ordered implements Accumulator {
    private final Function<WorkMemory.Held, Accumulator> inner;
    private final RowOrder order;
    private final WorkMemory.Held memory;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    Ordered(Function<WorkMemory.Held, Accumulator> inner, RowOrder order, WorkMemory.Held memory) {
      this.inner = inner;
      this.order = order;
      this.memory = memory;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      memory.take(WorkMemory.bytesOf(arguments));
      rows.add(arguments.clone());
    }

    @Override
    public @Nullable Object result() {
      rows.sort(order);
      Accumulator accumulator = inner.apply(memory);
      rows.forEach(accumulator::add);
      return accumulator.result();
    }
  }

  /** Passes on what it has not seen yet. */
  private static final class Distinct implements Accumulator {
    private final Accumulator inner;
    private final TypeKind kind;
    private final WorkMemory.Held memory;
    private final Set<@Nullable Object> seen = new HashSet<>();

    Distinct(Accumulator inner, TypeKind kind, WorkMemory.Held memory) {
      this.inner = inner;
      this.kind = kind;
      this.memory = memory;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
      if (seen.add(ValueOrder.key(kind, arguments[0]))) {
        memory.take(DISTINCT_ENTRY_BYTES + WorkMemory.bytesOf(arguments[0]));
        inner.add(arguments);
      }
    }

    @Override
    public @Nullable Object result() {
      return inner.result();
    }

    @Override
    public void state(@Nullable Object[] row, int at) {
      inner.state(row, at);
    }
  }
}
