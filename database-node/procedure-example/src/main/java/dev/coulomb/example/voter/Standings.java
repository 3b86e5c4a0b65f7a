package dev.coulomb.example.voter;

import dev.coulomb.procedure.ProcedureAbort;
import dev.coulomb.procedure.Row;
import dev.coulomb.procedure.RowList;
import dev.coulomb.procedure.Sql;
import dev.coulomb.procedure.Transaction;

/** Who leads, with shares in percent: of one moment, because it holds all partitions. */
public final class Standings {
  static final Sql VOTES =
      Sql.of(
          "SELECT c.name, count(*) AS votes FROM votes v JOIN contestants c ON c.number = v.contestant"
              + " GROUP BY c.name ORDER BY votes DESC, c.name");

  private static final double PERCENT = 100.0;

  public RowList run(Transaction tx) {
    long all = 0;
    var votes = tx.query(VOTES);
    for (Row row : votes) {
      all += row.getLong("votes");
    }
    if (all == 0) {
      throw new ProcedureAbort("VOTE0", "nobody has voted yet");
    }
    RowList standings = tx.rows("place", "name", "share");
    int place = 1;
    for (Row row : votes) {
      standings.add(place++, row.getString("name"), PERCENT * row.getLong("votes") / all);
    }
    return standings;
  }
}
