package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.execution.expression.Evaluation;
import dev.coulomb.node.execution.sequence.Draws;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a running statement needs. Confined to the thread that runs it at the moment.
 *
 * @param stores what the statement may see
 * @param partition the current one of a one-partition plan, else 0
 * @param parameters values of {@code $1 …}, of the types that the plan says
 * @param catalog the version that the plan was made under
 * @param session of the client
 * @param virtual the system catalog
 * @param cancel looked at every few hundred rows
 * @param workMemory the budget of this query
 * @param slots what operators show to those below them, from {@link Expression#FIRST_SLOT} on
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExecutionContext(
    Stores stores,
    int partition,
    @Nullable Object[] parameters,
    Catalog catalog,
    SessionInfo session,
    VirtualTables virtual,
    CancelSignal cancel,
    WorkMemory workMemory,
    @Nullable Object[] slots)
    implements Evaluation {
  private static final @Nullable Object[] NO_SLOTS = new @Nullable Object[0];

  /** A statement's context, in which no slot is filled. */
  public ExecutionContext(
      Stores stores,
      int partition,
      @Nullable Object[] parameters,
      Catalog catalog,
      SessionInfo session,
      VirtualTables virtual,
      CancelSignal cancel,
      WorkMemory workMemory) {
    this(stores, partition, parameters, catalog, session, virtual, cancel, workMemory, NO_SLOTS);
  }

  /** The same, with slots filled from one on; those above it are free again. */
  public ExecutionContext with(int slot, @Nullable Object[] values) {
    int at = slot - Expression.FIRST_SLOT;
    @Nullable Object[] filled = Arrays.copyOf(slots, at + values.length);
    System.arraycopy(values, 0, filled, at, values.length);
    return new ExecutionContext(
        stores, partition, parameters, catalog, session, virtual, cancel, workMemory, filled);
  }

  /** The same statement, looking at another partition. */
  ExecutionContext at(int otherPartition) {
    return new ExecutionContext(
        stores, otherPartition, parameters, catalog, session, virtual, cancel, workMemory, slots);
  }

  @Override
  public @Nullable Object parameter(int index) {
    if (index >= Expression.FIRST_SLOT) {
      return slots[index - Expression.FIRST_SLOT];
    }
    if (index >= parameters.length) {
      throw new SqlError(SqlState.UNDEFINED_PARAMETER, "there is no such parameter")
          .with("parameter", "$" + (index + 1));
    }
    return parameters[index];
  }

  @Override
  public ZoneId zone() {
    return session.zone();
  }

  @Override
  public long transactionMicros() {
    return session.transactionMicros();
  }

  @Override
  public double random() {
    return session.random().nextDouble();
  }

  @Override
  public UUID randomUuid() {
    long high = session.random().nextLong() & ~0xF000L | 0x4000L;
    long low = session.random().nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  @Override
  public Draws draws() {
    return session.draws();
  }

  @Override
  public Sequence sequence(String name) {
    return catalog.sequences().named(name);
  }

  @Override
  public @Nullable Object systemCall(String function, @Nullable Object[] arguments) {
    return virtual.call(function, arguments, catalog, session);
  }
}
