package dev.coulomb.bench;

import org.voltdb.SQLStmt;
import org.voltdb.VoltProcedure;
import org.voltdb.VoltTable;

/** One vote by phone: three look-ups in one batch, then one insert, which a view follows. */
public class Vote extends VoltProcedure {
  public final SQLStmt contestant = new SQLStmt("SELECT number FROM contestants WHERE number = ?;");
  public final SQLStmt already = new SQLStmt("SELECT n FROM votes_by_phone WHERE phone = ?;");
  public final SQLStmt area = new SQLStmt("SELECT state FROM areas WHERE code = ?;");
  public final SQLStmt add = new SQLStmt("INSERT INTO votes (phone, state, contestant) VALUES (?, ?, ?);");

  public long run(long phone, int number) {
    voltQueueSQL(contestant, number);
    voltQueueSQL(already, phone);
    voltQueueSQL(area, (int) (phone / 10_000_000L));
    VoltTable[] found = voltExecuteSQL();
    boolean tooMany = found[1].advanceRow() && found[1].getLong(0) >= 2;
    if (found[0].getRowCount() == 0 || tooMany || !found[2].advanceRow()) {
      return 0;
    }
    voltQueueSQL(add, EXPECT_SCALAR_MATCH(1), phone, found[2].getString(0), number);
    voltExecuteSQL(true);
    return 1;
  }
}
