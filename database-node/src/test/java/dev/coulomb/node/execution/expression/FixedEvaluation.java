package dev.coulomb.node.execution.expression;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.execution.sequence.Draws;
import dev.coulomb.node.execution.sequence.SessionDraws;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A statement of 2013-07-01 12:00:00.123456 UTC with the given parameters. */
public final class FixedEvaluation implements Evaluation {
  static final long NOW_MICROS = 1_372_680_000_123_456L;

  private final SplittableRandom random = new SplittableRandom(42);
  private final Draws draws = new SessionDraws();
  private final ZoneId zone;
  private final @Nullable Object[] parameters;

  FixedEvaluation(@Nullable Object... parameters) {
    this(ZoneOffset.UTC, parameters);
  }

  FixedEvaluation(ZoneId zone, @Nullable Object... parameters) {
    this.zone = zone;
    this.parameters = parameters;
  }

  @Override
  public @Nullable Object parameter(int index) {
    return parameters[index];
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public long transactionMicros() {
    return NOW_MICROS;
  }

  @Override
  public double random() {
    return random.nextDouble();
  }

  @Override
  public UUID randomUuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public Draws draws() {
    return draws;
  }

  @Override
  public Sequence sequence(String name) {
    return Catalog.EMPTY.sequences().named(name);
  }

  @Override
  public @Nullable Object systemCall(String function, @Nullable Object[] arguments) {
    return function + arguments.length;
  }
}
