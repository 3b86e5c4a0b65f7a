package dev.coulomb.procedure;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The transaction of a call. Of its thread, and only until {@code run} returns.
 *
 * <p>A parameter of a statement is null, a {@code Boolean}, a whole number, {@code Float}, {@code
 * Double}, {@code BigDecimal}, {@code String}, {@code byte[]}, {@code LocalDate}, {@code
 * LocalTime}, {@code LocalDateTime}, {@code Instant} or {@code UUID}, as its type wants it; a
 * {@code String} is read as any type. A statement that fails throws {@link SqlFailure}, and the
 * transaction with it: what the procedure does after that is undone too.
 */
public interface Transaction {
  /** Runs a statement and gives its rows: of a query, or what {@code RETURNING} says. */
  Rows query(Sql statement, Object... parameters);

  /** Runs a statement and gives how many rows it inserted, updated or deleted. */
  long update(Sql statement, Object... parameters);

  /** Several statements, to be run together. */
  Batch batch();

  /** When the transaction began: the same whenever it is asked, and {@code now()} in SQL. */
  Instant time();

  /** Numbers that are the same when the transaction has to be run again. */
  RandomGenerator random();

  /** A random UUID, of {@link #random}. */
  UUID randomUuid();

  /**
   * Rows to return that no query gave.
   *
   * @param columns their names
   */
  RowList rows(String... columns);
}
