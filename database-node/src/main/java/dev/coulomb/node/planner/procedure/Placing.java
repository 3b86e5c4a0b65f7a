package dev.coulomb.node.planner.procedure;

import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.ProcedureBody;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the statements of a procedure run. In one of a single partition each must be bound to a
 * partition; that it is the right one is looked at when it runs.
 */
final class Placing {
  private static final int SMALL_STATEMENTS_MAX = 16;
  private static final int SMALL_ROWS_MAX = 16;

  private Placing() {}

  /** What the statements touch; those of a class are checked here too. */
  static ProcedureBody.Scope scope(
      Procedure procedure, List<PreparedPlan> plans, boolean isChecked) {
    boolean changes = false;
    boolean replicated = false;
    boolean small = plans.size() <= SMALL_STATEMENTS_MAX;
    for (PreparedPlan plan : plans) {
      if (!isChecked) {
        check(procedure, plan.plan());
      }
      Table changed = changed(plan.plan());
      changes |= changed != null;
      replicated |= changed != null && changed.isReplicated();
      small &= isSmall(plan.plan());
    }
    return new ProcedureBody.Scope(
        changes, replicated, small && procedure.isOfOnePartition() && !replicated);
  }

  /** Refuses what cannot be a statement of the procedure. */
  static void check(Procedure procedure, Plan plan) {
    Routing routing = routing(plan);
    if (!procedure.isOfOnePartition()) {
      return;
    }
    Table changed = changed(plan);
    if (changed != null && changed.isReplicated()) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "a procedure of one partition cannot change a replicated table")
          .with("table", changed.name())
          .hint("Declare the procedure without PARTITION BY.");
    }
    if (routing instanceof Routing.AllPartitions || routing instanceof Routing.SomePartitions) {
      String parameter = procedure.parameters().get(procedure.partitionParameter()).name();
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED,
              "a statement of a procedure of one partition is not bound to that partition")
          .with("partition parameter", parameter)
          .hint(
              "Compare the partition column with the parameter, or declare the procedure without"
                  + " PARTITION BY.");
    }
  }

  private static Routing routing(Plan plan) {
    return switch (plan) {
      case Plan.Query query -> query.routing();
      case Plan.Insert insert -> {
        Routing reads = insert.reads();
        yield reads == null ? new Routing.Replicated() : reads;
      }
      case Plan.Update update -> update.routing();
      case Plan.Delete delete -> delete.routing();
      case Plan.ChangeFound found -> found.routing();
      case Plan.CallProcedure call -> throw notHere("CALL");
      case Plan.ChangeSchema change -> throw notHere("a change of the schema");
      case Plan.CopyFrom copy -> throw notHere("COPY");
      case Plan.CopyTo copy -> throw notHere("COPY");
      case Plan.Explain explain -> throw notHere("EXPLAIN");
      case Plan.SetSetting set -> throw notHere("SET");
      case Plan.ShowSetting show -> throw notHere("SHOW");
      case Plan.SessionCommand command -> throw notHere(command.command());
    };
  }

  private static SqlError notHere(String statement) {
    return new SqlError(
            SqlState.FEATURE_NOT_SUPPORTED,
            "a procedure holds queries and changes of rows, nothing else")
        .with("statement", statement);
  }

  /** The table whose rows a statement changes; null: it only reads. */
  private static @Nullable Table changed(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> insert.table();
      case Plan.Update update -> update.table();
      case Plan.Delete delete -> delete.table();
      case Plan.ChangeFound found -> found.table();
      default -> null;
    };
  }

  private static boolean isSmall(Plan plan) {
    return switch (plan) {
      case Plan.Query query -> query.atMostOneRow();
      case Plan.Insert insert ->
          insert.reads() == null
              && insert.source() instanceof Operator.Values values
              && values.rows().size() <= SMALL_ROWS_MAX;
      case Plan.Update update -> isOneRow(update.table(), update.access());
      case Plan.Delete delete -> isOneRow(delete.table(), delete.access());
      default -> false;
    };
  }

  private static boolean isOneRow(Table table, Access access) {
    return access instanceof Access.KeyRange range
        && range.index() == Access.PRIMARY_KEY
        && range.equal().size() == table.primaryKey().size();
  }
}
