/**
 * What a stored procedure in Java is written against: a public class with a public constructor
 * without parameters, its statements as constants of type {@link dev.coulomb.procedure.Sql}, and
 * one public method {@code run}, whose first parameter is a {@link
 * dev.coulomb.procedure.Transaction} and whose others are those of the procedure.
 *
 * <pre>{@code
 * public final class Transfer {
 *   static final Sql BALANCE = Sql.of("SELECT balance FROM accounts WHERE owner = $1 AND id = $2");
 *   static final Sql ADD = Sql.of("UPDATE accounts SET balance = balance + $3 WHERE owner = $1 AND id = $2");
 *
 *   public void run(Transaction tx, long owner, int from, int to, BigDecimal amount) {
 *     if (tx.query(BALANCE, owner, from).first().getDecimal(0).compareTo(amount) < 0) {
 *       throw new ProcedureAbort("there is not enough money");
 *     }
 *     tx.batch().add(ADD, owner, from, amount.negate()).add(ADD, owner, to, amount).run();
 *   }
 * }
 * }</pre>
 *
 * <p>A call is a transaction: all that it changes stays, or nothing, when {@code run} throws. Each
 * call has an object of its own, and calls on different partitions run at the same time: what a
 * class keeps in static fields must not change.
 */
package dev.coulomb.procedure;
