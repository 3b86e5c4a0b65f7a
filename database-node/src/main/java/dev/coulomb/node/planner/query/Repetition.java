package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Spool;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/**
 * What is run again and again: correlated parts that were not turned into joins, and recursion.
 * They see rows of others in slots, which are numbered here. Confined to one planning.
 */
public final class Repetition {
  /** Where the rows of something outside are, and their types. */
  private record Slots(int first, List<SqlType> types) {}

  private final Relations relations;
  private final Map<CorrelationId, Slots> outer = new HashMap<>();
  private final Map<List<String>, Slots> working = new HashMap<>();
  private int next = Expression.FIRST_SLOT;

  public Repetition(Relations relations) {
    this.relations = relations;
  }

  /** A column of a row outside. */
  public Expression column(RexFieldAccess access) {
    Slots row =
        access.getReferenceExpr() instanceof RexCorrelVariable variable
            ? outer.get(variable.id)
            : null;
    if (row == null) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this expression is not supported")
          .with("expression", access);
    }
    int column = access.getField().getIndex();
    return new Expression.Parameter(row.first() + column, row.types().get(column));
  }

  /** The right side for each row of the left one: inside the partitions when it is everywhere. */
  public Fragment correlate(Correlate correlate) {
    JoinKind kind =
        switch (correlate.getJoinType()) {
          case INNER -> JoinKind.INNER;
          case LEFT -> JoinKind.LEFT;
          case SEMI -> JoinKind.SEMI;
          case ANTI -> JoinKind.ANTI;
          default ->
              throw new SqlError(
                      SqlState.FEATURE_NOT_SUPPORTED, "this kind of join is not supported")
                  .with("join", correlate.getJoinType());
        };
    Fragment left = relations.of(correlate.getLeft());
    Slots row = new Slots(next, left.operator().types());
    next += row.types().size();
    outer.put(correlate.getCorrelationId(), row);
    Fragment right = relations.of(correlate.getRight());
    boolean everywhere = right.place() == Fragment.Place.REPLICATED;
    Fragment rows = everywhere ? left : left.gather();
    Operator each =
        new Operator.ForEach(rows.operator(), right.gather().operator(), kind, row.first());
    boolean here = everywhere && left.place() != Fragment.Place.GATHERED;
    return here ? rows.with(each, rows.partitionColumns()) : Fragment.gathered(each, right, left);
  }

  /** {@code WITH RECURSIVE}. */
  public Fragment recursion(RepeatUnion union) {
    RelOptTable table = union.getTransientTable();
    if (table == null) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this form of query is not supported");
    }
    Fragment seed = relations.of(unspooled(union.getSeedRel())).gather();
    Slots rows = new Slots(next, seed.operator().types());
    next++;
    Slots hidden = working.put(table.getQualifiedName(), rows);
    Fragment step = relations.of(unspooled(union.getIterativeRel())).gather();
    if (hidden == null) {
      working.remove(table.getQualifiedName());
    } else {
      working.put(table.getQualifiedName(), hidden);
    }
    List<SqlType> stepTypes = step.operator().types();
    for (int i = 0; i < rows.types().size(); i++) {
      SqlType type = rows.types().get(i);
      if (type.kind() != stepTypes.get(i).kind()
          && !(type.kind().isCharacter() && stepTypes.get(i).kind().isCharacter())) {
        throw new SqlError(
                SqlState.DATATYPE_MISMATCH,
                "a column of a recursive query has another type in its recursive part")
            .with("column", i + 1)
            .with("types", type + ", " + stepTypes.get(i))
            .hint("Cast the column in the first part.");
      }
    }
    Operator all =
        new Operator.Recursion(seed.operator(), step.operator(), !union.all, rows.first());
    return Fragment.gathered(all, seed, step);
  }

  private static RelNode unspooled(RelNode node) {
    return node instanceof Spool spool ? spool.getInput() : node;
  }

  /** The rows of the round before, when a scan is of them; else null. */
  public @Nullable Fragment working(TableScan scan) {
    if (scan.getTable().unwrap(TransientTable.class) == null) {
      return null;
    }
    Slots rows = working.get(scan.getTable().getQualifiedName());
    if (rows == null) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this form of recursion is not supported")
          .with("table", String.join(".", scan.getTable().getQualifiedName()));
    }
    return Fragment.replicated(new Operator.Working(rows.first(), rows.types()));
  }
}
