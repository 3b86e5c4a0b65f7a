/**
 * SQLite's suite of SQL tests (sql-logic-test, 5.9 million questions with their answers), asked of
 * a node and, to tell what is refused by us from what PostgreSQL refuses too, of a PostgreSQL when
 * there is one. Knows nothing of what the node is inside.
 */
@NullMarked
package dev.coulomb.e2e.sqllogic;

import org.jspecify.annotations.NullMarked;
