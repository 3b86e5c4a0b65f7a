package dev.coulomb.node.execution;

import dev.coulomb.node.execution.aggregate.Accumulator;
import dev.coulomb.node.execution.aggregate.LongGroups;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.TypeKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups in a hash table; without keys there is one group and no table. */
final class Aggregation {
  /** What a group costs beyond its key and its accumulators. */
  private static final int GROUP_BYTES = 128;

  private static final int ACCUMULATOR_BYTES = 64;

  private Aggregation() {}

  static Opener compile(Operator.Aggregate aggregate) {
    TypedInput typed = TypedInput.of(aggregate);
    Opener input = OperatorCompiler.compile(aggregate.input());
    Evaluator[] keys = OperatorCompiler.expressions(aggregate.keys());
    TypeKind[] kinds =
        aggregate.keys().stream().map(key -> key.type().kind()).toArray(TypeKind[]::new);
    CompiledAggregate[] calls =
        aggregate.calls().stream()
            .map(call -> CompiledAggregate.compile(call, aggregate.phase()))
            .toArray(CompiledAggregate[]::new);
    Shape shape = new Shape(keys, kinds, calls, aggregate.phase(), typed);
    return context -> new Source(input, shape, context);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Shape(
      Evaluator[] keys,
      TypeKind[] kinds,
      CompiledAggregate[] calls,
      AggregatePhase phase,
      @Nullable TypedInput typed) {
    int width() {
      return keys.length + Arrays.stream(calls).mapToInt(CompiledAggregate::width).sum();
    }
  }

  private static final class Group {
    final @Nullable Object[] keys;
    final Accumulator[] accumulators;

    Group(@Nullable Object[] keys, Accumulator[] accumulators) {
      this.keys = keys;
      this.accumulators = accumulators;
    }
  }

  private static final class Source implements RowSource {
    private final Opener opener;
    private final Shape shape;
    private final ExecutionContext context;
    private final WorkMemory.Held memory;
    private final @Nullable Object[][] arguments;
    private @Nullable Iterator<Group> groups;

    Source(Opener opener, Shape shape, ExecutionContext context) {
      this.opener = opener;
      this.shape = shape;
      this.context = context;
      this.memory = new WorkMemory.Held(context.workMemory());
      this.arguments = new @Nullable Object[shape.calls().length][];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = shape.calls()[i].newArguments();
      }
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      Iterator<Group> rest = groups;
      if (rest == null) {
        rest = read();
        groups = rest;
      }
      if (!rest.hasNext()) {
        close();
        return null;
      }
      return row(rest.next());
    }

    private Iterator<Group> read() {
      TypedInput typed = shape.typed();
      if (typed != null) {
        return typedGroups(typed);
      }
      try (RowSource input = opener.open(context)) {
        return shape.keys().length == 0 ? oneGroup(input) : manyGroups(input);
      }
    }

    private Iterator<Group> oneGroup(RowSource input) {
      Group group = newGroup(new @Nullable Object[0]);
      for (@Nullable Object[] row = input.nextLent(); row != null; row = input.nextLent()) {
        add(group, row);
      }
      return List.of(group).iterator();
    }

    private Iterator<Group> manyGroups(RowSource input) {
      boolean single = shape.keys().length == 1;
      Map<@Nullable Object, Group> byKey = single ? new HashMap<>() : new LinkedHashMap<>();
      for (@Nullable Object[] row = input.nextLent(); row != null; row = input.nextLent()) {
        Object key = single ? singleKey(row) : compositeKey(row);
        Group group = byKey.get(key);
        if (group == null) {
          group = newGroup(SimpleSources.evaluateAll(shape.keys(), row, context));
          byKey.put(key, group);
        }
        add(group, row);
      }
      return byKey.values().iterator();
    }

    private Iterator<Group> typedGroups(TypedInput typed) {
      LongGroups<Group> groups = new LongGroups<>();
      Group ofNull = null;
      if (typed.hasNoKey()) {
        ofNull = newGroup(new @Nullable Object[0]);
        groups.add(ofNull);
      }
      try (TypedInput.Rows rows = typed.open(context)) {
        while (rows.next()) {
          Group group;
          if (rows.isKeyNull()) {
            if (ofNull == null) {
              ofNull = newGroup(new @Nullable Object[] {null});
              groups.add(ofNull);
            }
            group = ofNull;
          } else {
            long key = rows.key();
            group = groups.get(key);
            if (group == null) {
              group = newGroup(new @Nullable Object[] {key});
              groups.put(key, group);
            }
          }
          rows.addTo(group.accumulators);
        }
      }
      return groups.all().iterator();
    }

    private @Nullable Object singleKey(@Nullable Object[] row) {
      return ValueOrder.key(shape.kinds()[0], shape.keys()[0].evaluate(row, context));
    }

    private Object compositeKey(@Nullable Object[] row) {
      @Nullable Object[] parts = new @Nullable Object[shape.keys().length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = ValueOrder.key(shape.kinds()[i], shape.keys()[i].evaluate(row, context));
      }
      return new JoinKeys.Composite(parts);
    }

    private Group newGroup(@Nullable Object[] keys) {
      CompiledAggregate[] calls = shape.calls();
      Accumulator[] accumulators = new Accumulator[calls.length];
      for (int i = 0; i < accumulators.length; i++) {
        accumulators[i] = calls[i].newAccumulator(memory);
      }
      memory.take(
          GROUP_BYTES + WorkMemory.bytesOf(keys) + (long) ACCUMULATOR_BYTES * accumulators.length);
      return new Group(keys, accumulators);
    }

    private void add(Group group, @Nullable Object[] row) {
      CompiledAggregate[] calls = shape.calls();
      for (int i = 0; i < group.accumulators.length; i++) {
        calls[i].add(group.accumulators[i], row, arguments[i], context);
      }
    }

    private @Nullable Object[] row(Group group) {
      @Nullable Object[] row = new @Nullable Object[shape.width()];
      System.arraycopy(group.keys, 0, row, 0, group.keys.length);
      int at = group.keys.length;
      for (int i = 0; i < group.accumulators.length; i++) {
        if (shape.phase() == AggregatePhase.PARTIAL) {
          group.accumulators[i].state(row, at);
        } else {
          row[at] = group.accumulators[i].result();
        }
        at += shape.calls()[i].width();
      }
      return row;
    }

    @Override
    public void close() {
      groups = java.util.Collections.emptyIterator();
      memory.release();
    }
  }
}
