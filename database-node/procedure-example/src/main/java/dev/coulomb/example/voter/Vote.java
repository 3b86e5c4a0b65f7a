package dev.coulomb.example.voter;

import dev.coulomb.procedure.Rows;
import dev.coulomb.procedure.Sql;
import dev.coulomb.procedure.Transaction;

/**
 * A call of a viewer: counted, unless the contestant is unknown or the phone has voted often
 * enough. All that it reads and writes is in the partition of the phone, or in a replicated table.
 */
public final class Vote {
  /** The vote counts. */
  public static final int COUNTED = 0;

  public static final int NO_SUCH_CONTESTANT = 1;

  public static final int TOO_MANY = 2;

  static final Sql CONTESTANT = Sql.of("SELECT name FROM contestants WHERE number = $1");

  static final Sql STATE = Sql.of("SELECT state FROM area_codes WHERE code = $1");

  static final Sql SO_FAR = Sql.of("SELECT count(*) FROM votes WHERE phone = $1");

  static final Sql VOTE =
      Sql.of("INSERT INTO votes (phone, n, state, contestant, moment) VALUES ($1, $2, $3, $4, $5)");

  private static final long DIGITS_BEHIND_AREA = 10_000_000L;
  private static final String NO_STATE = "XX";

  /** Gives {@link #COUNTED}, or why it does not count. */
  public int run(Transaction tx, long phone, int contestant, int limit) {
    if (tx.query(CONTESTANT, contestant).isEmpty()) {
      return NO_SUCH_CONTESTANT;
    }
    long votes = tx.query(SO_FAR, phone).first().getLong(0);
    if (votes >= limit) {
      return TOO_MANY;
    }
    Rows area = tx.query(STATE, (int) (phone / DIGITS_BEHIND_AREA));
    String state = area.isEmpty() ? NO_STATE : area.first().getString("state");
    tx.update(VOTE, phone, votes + 1, state, contestant, tx.time());
    return COUNTED;
  }
}
