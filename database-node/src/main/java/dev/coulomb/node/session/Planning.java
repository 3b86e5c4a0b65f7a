package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.sql.LiftedText;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a session gets plans. Any thread; what takes long is not called on an event loop. */
public interface Planning {
  /**
   * The plan of a text that was planned before, or null. Quick. There always is one of a
   * well-formed statement that begins or ends a transaction: what a client sends behind a {@code
   * BEGIN} would be carried out without it if that failed because it was cancelled, or for want of
   * a planner. So there is of one that sets a parameter, for instance the time that statements
   * have.
   */
  @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declaredParameters);

  /** Cuts a text into statements; 42601 with the position. Blank text has none. */
  List<? extends Parsed> parse(String sql);

  /** Plans one statement; a declared parameter type may be null: unknown. */
  PreparedPlan plan(Parsed statement, Catalog catalog, List<@Nullable SqlType> declaredParameters);

  /**
   * The statement with its literals lifted into parameters, under whose text its plan is kept; null
   * when it is to be planned as it is written. Quick.
   */
  default @Nullable LiftedText lifted(String sql, Catalog catalog) {
    return null;
  }

  /** From now on a statement like this one is planned as it is written: lifted it has no plan. */
  default void asWritten(LiftedText lifted, Catalog catalog) {}

  /** A statement that was parsed. */
  interface Parsed {
    String text();
  }
}
