package dev.coulomb.e2e.load;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that can be reached. Any thread. */
@FunctionalInterface
public interface Sessions {
  /** Opens a session; the caller closes it. */
  Connection open() throws SQLException;
}
