package dev.coulomb.example.flights;

import dev.coulomb.procedure.ProcedureAbort;
import dev.coulomb.procedure.Row;
import dev.coulomb.procedure.RowList;
import dev.coulomb.procedure.Sql;
import dev.coulomb.procedure.Transaction;

/**
 * An aeroplane leaves late in the morning: what becomes of its other flights of the day? Each goes
 * out and comes back before the next can leave; time that was to spare on the ground makes up for
 * some of it. All is in the partition of the aeroplane.
 */
public final class KnockOn {
  static final Sql FLIGHTS =
      Sql.of(
          "SELECT flight, dest, sched_dep_time, air_time FROM flights"
              + " WHERE tailnum = $1 AND month = $2 AND day = $3 ORDER BY sched_dep_time");

  static final Sql DELAY =
      Sql.of(
          "UPDATE flights SET dep_delay = $5"
              + " WHERE tailnum = $1 AND month = $2 AND day = $3 AND sched_dep_time = $4");

  /** On the ground, there and back here, together. */
  private static final int GROUND_MINUTES = 90;

  /** In the air, of a flight that was never flown. */
  private static final int UNKNOWN_MINUTES = 60;

  /** Gives each flight with the minutes by which it leaves late now. */
  public RowList run(Transaction tx, String plane, int month, int day, int minutes) {
    RowList told = tx.rows("flight", "dest", "late");
    int ready = -1;
    for (Row flight : tx.query(FLIGHTS, plane, month, day)) {
      int planned = minutesOfDay(flight.getInt("sched_dep_time"));
      int late = ready < 0 ? minutes : Math.max(0, ready - planned);
      int air = flight.isNull("air_time") ? UNKNOWN_MINUTES : flight.getInt("air_time");
      ready = planned + late + 2 * air + GROUND_MINUTES;
      tx.update(DELAY, plane, month, day, flight.getInt("sched_dep_time"), late);
      told.add(flight.getInt("flight"), flight.getString("dest"), late);
    }
    if (ready < 0) {
      throw new ProcedureAbort("FLY00", "this aeroplane does not fly that day");
    }
    return told;
  }

  /** 1545 is a quarter to four. */
  private static int minutesOfDay(int clock) {
    return clock / 100 * 60 + clock % 100;
  }
}
