package dev.coulomb.node.planner.materialized;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Derivation.Kind;
import dev.coulomb.node.catalog.Derivation.Measure;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Stability;
import dev.coulomb.node.plan.stored.StoredExpression;
import dev.coulomb.node.planner.CatalogTable;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the query of a materialized view: one table's rows in groups, as finely as the
 * rest of the query has to know them. Conditions and keys that other tables have a part in are left
 * for when the view is read, so a change of those tables costs it nothing. Confined to one
 * planning.
 *
 * <p>The same query gives the same always, in the same order.
 */
final class Grouping {
  private final QueryPlanner queries;
  private final Aggregate aggregate;
  private final FlatQuery flat;
  private final int source;
  private final Table table;
  private final int start;
  private final ImmutableBitSet own;
  private final List<RexNode> keys = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();

  /** A measure, as the query has it. */
  record Kept(Kind kind, @Nullable RexNode argument, @Nullable RexNode filter, SqlType type) {}

  private Grouping(QueryPlanner queries, Aggregate aggregate) {
    this.queries = queries;
    this.aggregate = aggregate;
    this.flat = FlatQuery.of(aggregate.getInput(), queries.rex());
    this.source = source(flat);
    this.table = Invariant.present(table(flat.tables().get(source)), "the source is a table");
    this.start = flat.start(source);
    this.own = ImmutableBitSet.range(start, start + table.columns().size());
  }

  /** What is kept of a query; 0A000 when it cannot be. */
  static Grouping of(QueryPlanner queries, RelNode query) {
    RelNode node = query;
    while (node instanceof Project || node instanceof Filter || isOrder(node)) {
      node = node.getInput(0);
    }
    if (!(node instanceof Aggregate aggregate)) {
      throw FlatQuery.refused("a query that does not group");
    }
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw FlatQuery.refused("grouping sets");
    }
    Grouping grouping = new Grouping(queries, aggregate);
    grouping.learn();
    return grouping;
  }

  /** An order without a limit says nothing about what is kept. */
  private static boolean isOrder(RelNode node) {
    return node instanceof Sort sort && sort.fetch == null && sort.offset == null;
  }

  private static @Nullable Table table(TableScan scan) {
    CatalogTable found = scan.getTable().unwrap(CatalogTable.class);
    return found == null ? null : found.table();
  }

  private static int source(FlatQuery flat) {
    int source = -1;
    for (int i = 0; i < flat.tables().size(); i++) {
      Table table = table(flat.tables().get(i));
      if (table == null) {
        throw FlatQuery.refused("a table of the system");
      }
      if (table.derivation() != null) {
        throw FlatQuery.refused("a materialized view");
      }
      if (!table.isReplicated()) {
        if (source >= 0) {
          throw FlatQuery.refused("a join of partitioned tables");
        }
        source = i;
      }
    }
    return Math.max(source, 0);
  }

  private void learn() {
    for (RexNode condition : flat.conditions()) {
      if (!isOwn(condition)) {
        columnsAsKeys(condition);
      }
    }
    for (int group : aggregate.getGroupSet()) {
      RexNode key = flat.fields().get(group);
      if (isOwn(key)) {
        key(key);
      } else {
        columnsAsKeys(key);
      }
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      learn(call);
    }
  }

  private void columnsAsKeys(RexNode node) {
    for (int field : RelOptUtil.InputFinder.bits(node)) {
      if (own.get(field)) {
        key(new RexInputRef(field, node(field).getType()));
      }
    }
  }

  private RexNode node(int field) {
    return new RexInputRef(
        field, flat.tables().get(source).getRowType().getFieldList().get(field - start).getType());
  }

  private void key(RexNode key) {
    if (!keys.contains(key)) {
      keys.add(key);
    }
  }

  /** True when nothing but the source has a part in it. */
  boolean isOwn(RexNode node) {
    return own.contains(RelOptUtil.InputFinder.bits(node));
  }

  private void learn(AggregateCall call) {
    if (call.isDistinct()) {
      throw FlatQuery.refused("an aggregate of DISTINCT values");
    }
    RexNode filter = call.filterArg < 0 ? null : flat.fields().get(call.filterArg);
    RexNode argument =
        call.getArgList().isEmpty() ? null : flat.fields().get(call.getArgList().getFirst());
    boolean own = (argument == null || isOwn(argument)) && (filter == null || isOwn(filter));
    if (!own) {
      throw FlatQuery.refused("an aggregate of a joined table's column");
    }
    switch (call.getAggregation().getName()) {
      case "COUNT" -> {
        if (argument != null || filter != null) {
          keep(Kind.COUNT, argument, filter, SqlType.BIGINT);
        }
      }
      case "SUM", "AVG" -> keepSum(required(argument), filter);
      case "MIN" -> keep(Kind.MIN, argument, filter, type(required(argument)));
      case "MAX" -> keep(Kind.MAX, argument, filter, type(required(argument)));
      default ->
          throw FlatQuery.refused(
              call.getAggregation().getName().toLowerCase(java.util.Locale.ROOT));
    }
  }

  private static RexNode required(@Nullable RexNode argument) {
    return Invariant.present(argument, "an aggregate has an argument");
  }

  private static SqlType type(RexNode node) {
    return CalciteTypes.computed(node.getType());
  }

  /** Where a measure is; it is added when it is not there. */
  private int keep(Kind kind, @Nullable RexNode argument, @Nullable RexNode filter, SqlType type) {
    Kept measure = new Kept(kind, argument, filter, type);
    int at = kept.indexOf(measure);
    if (at < 0) {
      at = kept.size();
      kept.add(measure);
    }
    return at;
  }

  private void keepSum(RexNode argument, @Nullable RexNode filter) {
    SqlType type =
        switch (type(argument).kind()) {
          case SMALLINT, INTEGER -> SqlType.BIGINT;
          case BIGINT, NUMERIC -> SqlType.NUMERIC;
          default ->
              throw new SqlError(
                      SqlState.FEATURE_NOT_SUPPORTED,
                      "sums of this type cannot be kept exactly when rows go")
                  .with("type", type(argument))
                  .hint("Cast it to numeric.");
        };
    int sums = kept.size();
    if (keep(Kind.SUM, argument, filter, type) == sums) {
      kept.add(new Kept(Kind.COUNT, argument, filter, SqlType.BIGINT));
    }
  }

  /** The ordinal of a measure among those kept: the sum of SUM and AVG, else its own; -1: rows. */
  int measure(AggregateCall call) {
    RexNode filter = call.filterArg < 0 ? null : flat.fields().get(call.filterArg);
    RexNode argument =
        call.getArgList().isEmpty() ? null : flat.fields().get(call.getArgList().getFirst());
    Kind kind =
        switch (call.getAggregation().getName()) {
          case "COUNT" -> Kind.COUNT;
          case "MIN" -> Kind.MIN;
          case "MAX" -> Kind.MAX;
          default -> Kind.SUM;
        };
    return IntStream.range(0, kept.size())
        .filter(i -> kept.get(i).kind() == kind)
        .filter(i -> java.util.Objects.equals(kept.get(i).argument(), argument))
        .filter(i -> java.util.Objects.equals(kept.get(i).filter(), filter))
        .findFirst()
        .orElse(-1);
  }

  Aggregate aggregate() {
    return aggregate;
  }

  FlatQuery flat() {
    return flat;
  }

  /** Which of the tables is kept. */
  int source() {
    return source;
  }

  Table table() {
    return table;
  }

  /** Over the fields of {@link #flat}. */
  List<RexNode> keys() {
    return keys;
  }

  /** The key that is the partition column of the source, or -1. */
  private int partitionKey() {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i) instanceof RexInputRef field
          && field.getIndex() - start == table.partitionColumn()) {
        return i;
      }
    }
    return -1;
  }

  /** True when all rows of a group of the view are in one partition, and in one group. */
  boolean isWhole() {
    boolean oneTable = flat.tables().size() == 1;
    return oneTable
        && aggregate.getGroupCount() > 0
        && (table.isReplicated() || partitionKey() >= 0);
  }

  /**
   * The derivation.
   *
   * @param text of the query
   * @param columns of the view
   * @param sources of the query
   */
  Derivation derivation(String text, List<Column> columns, List<String> sources) {
    List<RexNode> conditions = flat.conditions().stream().filter(this::isOwn).toList();
    RexNode condition = RexUtil.composeConjunction(queries.rex(), conditions, true);
    List<Scalar> values = new ArrayList<>();
    keys.forEach(key -> values.add(scalar(key)));
    if (keys.isEmpty()) {
      values.add(new Expression.Literal(0L, SqlType.INTEGER));
    }
    List<Measure> measures = new ArrayList<>();
    for (Kept each : kept) {
      RexNode argument = each.argument();
      RexNode filter = each.filter();
      measures.add(
          new Measure(
              each.kind(),
              argument == null ? null : scalar(argument),
              filter == null ? null : scalar(filter),
              each.type()));
    }
    boolean placed = !table.isReplicated() && partitionKey() < 0;
    return new Derivation(
        table.id(),
        text,
        columns,
        sources,
        condition == null ? null : scalar(condition),
        values,
        measures,
        placed);
  }

  private Expression scalar(RexNode node) {
    List<SqlType> types = table.columns().stream().map(Column::type).toList();
    Expression value =
        new Expressions(queries.rex(), queries.routines(), List.of(), types)
            .of(RexUtil.shift(node, -start));
    if (!Stability.isOfRowAlone(value)) {
      throw new SqlError(
              SqlState.INVALID_OBJECT_DEFINITION,
              "what a materialized view keeps depends on its rows alone")
          .hint("Not on time, chance or the session, nor on its time zone.");
    }
    StoredExpression.checkDepth(value);
    return value;
  }

  /** The table of the groups. */
  Table groups(String name, Derivation derivation) {
    List<Column> columns = new ArrayList<>();
    boolean extremes = derivation.hasExtremes();
    if (extremes) {
      columns.add(new Column("slot", SqlType.SMALLINT, false));
    }
    for (int i = 0; i < derivation.keys().size(); i++) {
      boolean dummy = keys.isEmpty();
      SqlType type = dummy ? SqlType.INTEGER : type(keys.get(i));
      checkOrdered(type);
      columns.add(new Column("key" + i, type, !dummy && keys.get(i).getType().isNullable()));
    }
    if (extremes) {
      columns.add(new Column("value", SqlType.BYTEA, false));
    }
    List<Integer> primaryKey = IntStream.range(0, columns.size()).boxed().toList();
    int partition = table.isReplicated() ? Table.REPLICATED : derivation.key(partitionKey());
    if (derivation.placed()) {
      partition = columns.size();
      columns.add(new Column("place", SqlType.INTEGER, true));
    }
    columns.add(new Column("rows", SqlType.BIGINT, false));
    for (int i = 0; i < derivation.measures().size(); i++) {
      Measure measure = derivation.measures().get(i);
      if (measure.isExtreme()) {
        checkOrdered(measure.type());
      }
      columns.add(new Column("measure" + i, measure.type(), true));
    }
    return new Table(0, name, columns, primaryKey, partition, List.of());
  }

  private static void checkOrdered(SqlType type) {
    if (!type.kind().isOrdered()) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "values of this type have no order here")
          .with("type", type);
    }
  }
}
