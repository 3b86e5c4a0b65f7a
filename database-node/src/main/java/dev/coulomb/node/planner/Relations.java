package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.planner.query.FirstRows;
import dev.coulomb.node.planner.query.Repetition;
import dev.coulomb.node.planner.query.SeriesScan;
import dev.coulomb.node.planner.query.SetOperations;
import dev.coulomb.node.planner.query.Windows;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's optimised tree as operators, each placed where its rows are. In one-partition mode
 * every partitioned table was found to be pinned to the same partition, and nothing is gathered.
 * Confined to one planning.
 */
public final class Relations {
  private final RexBuilder rex;
  private final Routines routines;
  private final List<SqlType> parameters;
  private final boolean onePartition;

  private final Repetition repetition = new Repetition(this);

  /** The values that the partition columns of the scans are bound to; null: of one it is not. */
  private final List<@Nullable List<Expression>> pins = new ArrayList<>();

  Relations(RexBuilder rex, Routines routines, List<SqlType> parameters, boolean onePartition) {
    this.rex = rex;
    this.routines = routines;
    this.parameters = parameters;
    this.onePartition = onePartition;
  }

  /** What the scans of partitioned tables are pinned to, once the tree has been translated. */
  List<@Nullable List<Expression>> pins() {
    return pins;
  }

  /** Reads expressions over rows of these types. */
  public Expressions expressions(List<SqlType> input) {
    return new Expressions(rex, routines, parameters, input, repetition::column);
  }

  public Fragment of(RelNode node) {
    Listening.check();
    return switch (node) {
      case TableScan scan -> {
        Fragment working = repetition.working(scan);
        yield working == null ? scan(table(scan), List.of()) : working;
      }
      case Filter filter -> filter(filter);
      case Project project ->
          project.containsOver() ? new Windows(this).project(project) : project(project);
      case Join join -> new Joins(this).join(join);
      case Aggregate aggregate -> new Aggregates(this).aggregate(aggregate);
      case Sort sort -> new Sorts(this).sort(sort);
      case Values values -> values(values);
      case TableFunctionScan scan -> SeriesScan.of(scan, this);
      case Union union -> union(union);
      case SetOp all -> new SetOperations(this).all(all);
      case Correlate correlate -> repetition.correlate(correlate);
      case RepeatUnion union -> repetition.recursion(union);
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this form of query is not supported")
              .with("operation", node.getRelTypeName().replace("Logical", ""));
    };
  }

  private static CatalogTable table(TableScan scan) {
    CatalogTable table = scan.getTable().unwrap(CatalogTable.class);
    if (table == null) {
      throw new SqlError(SqlState.INTERNAL_ERROR, "a scan has a table");
    }
    return table;
  }

  /** Conditions are over all columns of the table. */
  private Fragment scan(CatalogTable scanned, List<Expression> conditions) {
    Table table = scanned.table();
    if (table == null) {
      List<SqlType> types = scanned.columns().stream().map(c -> c.type()).toList();
      Operator rows = new Operator.VirtualScan(scanned.schema(), scanned.name(), types);
      Expression condition = Columns.conjunction(conditions);
      return Fragment.replicated(condition == null ? rows : new Operator.Filter(rows, condition));
    }
    AccessChoice.Chosen chosen = new AccessChoice(table, conditions).choose();
    int width = table.columns().size();
    List<Integer> all =
        IntStream.range(0, scanned.columns().size())
            .mapToObj(i -> i < width ? i : Operator.ROW_KEY)
            .toList();
    Operator rows = new Operator.Scan(table, all, chosen.access(), chosen.left());
    if (table.isReplicated()) {
      return Fragment.replicated(rows);
    }
    pins.add(
        AccessChoice.boundValues(conditions, table.partitionColumn())
            .filter(values -> values.stream().noneMatch(Columns::namesSlot))
            .orElse(null));
    return onePartition
        ? Fragment.replicated(rows)
        : new Fragment(rows, Fragment.Place.PARTITIONED, Set.of(table.partitionColumn()));
  }

  private Fragment filter(Filter filter) {
    if (filter.getInput() instanceof TableScan scan
        && scan.getTable().unwrap(CatalogTable.class) != null) {
      CatalogTable scanned = table(scan);
      List<SqlType> types = scanned.columns().stream().map(c -> c.type()).toList();
      Expression condition = expressions(types).of(filter.getCondition());
      return scan(scanned, Columns.conjuncts(condition));
    }
    Fragment first = new FirstRows(this, rex).of(filter);
    if (first != null) {
      return first;
    }
    Fragment input = of(filter.getInput());
    Expression condition = expressions(input.operator().types()).of(filter.getCondition());
    return input.with(new Operator.Filter(input.operator(), condition));
  }

  private Fragment project(Project project) {
    Fragment input = of(project.getInput());
    return projected(input, project.getProjects());
  }

  /** Expressions over the rows of a fragment, where they are. */
  public Fragment projected(Fragment input, List<RexNode> nodes) {
    List<Expression> expressions = expressions(input.operator().types()).all(nodes);
    Set<Integer> partitionColumns = new HashSet<>();
    for (int i = 0; i < expressions.size(); i++) {
      if (AccessChoice.bare(expressions.get(i)) instanceof Expression.Column column
          && input.partitionColumns().contains(column.index())) {
        partitionColumns.add(i);
      }
    }
    return input.with(narrowed(input.operator(), expressions), partitionColumns);
  }

  /** A projection, for which a scan below decodes only what is named. */
  private static Operator narrowed(Operator input, List<Expression> expressions) {
    if (!(input instanceof Operator.Scan scan)) {
      return new Operator.Project(input, expressions);
    }
    Set<Integer> named = new TreeSet<>();
    expressions.forEach(expression -> Columns.collect(expression, named));
    scan.filter().forEach(condition -> Columns.collect(condition, named));
    List<Integer> kept = List.copyOf(named);
    Operator.Scan narrow =
        new Operator.Scan(
            scan.table(),
            kept.stream().map(scan.columns()::get).toList(),
            scan.access(),
            Columns.renumber(scan.filter(), kept::indexOf));
    List<Expression> renumbered = Columns.renumber(expressions, kept::indexOf);
    boolean same =
        renumbered.size() == kept.size()
            && IntStream.range(0, renumbered.size())
                .allMatch(i ->
                    renumbered.get(i) instanceof Expression.Column column && column.index() == i);
    return same ? narrow : new Operator.Project(narrow, renumbered);
  }

  private Fragment values(Values values) {
    List<SqlType> types =
        values.getRowType().getFieldList().stream()
            .map(field -> CalciteTypes.computed(field.getType()))
            .toList();
    List<List<Expression>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<Expression> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        Expression.Literal value = Literals.of(tuple.get(i));
        boolean other = value.value() != null && value.type().kind() != types.get(i).kind();
        row.add(other ? new Expression.Cast(value, types.get(i), false) : value);
      }
      rows.add(row);
    }
    return Fragment.replicated(new Operator.Values(rows, types));
  }

  private Fragment union(Union union) {
    List<Fragment> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      inputs.add(of(input).gather());
    }
    boolean gathered = inputs.stream().anyMatch(input -> input.place() == Fragment.Place.GATHERED);
    List<SqlType> types = inputs.getFirst().operator().types();
    Operator all = new Operator.UnionAll(inputs.stream().map(Fragment::operator).toList());
    if (!union.all) {
      List<Expression> keys = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        keys.add(new Expression.Column(i, types.get(i)));
      }
      all =
          new Operator.Aggregate(
              all, keys, List.of(), dev.coulomb.node.plan.AggregatePhase.COMPLETE);
    }
    return gathered ? Fragment.gathered(all) : Fragment.replicated(all);
  }

  /** An expression over parameters only, or null. */
  public @Nullable Expression constant(@Nullable RexNode node) {
    return node == null ? null : expressions(List.of()).of(node);
  }

  /** True when rows are reached by a bound key: then few are expected. */
  static boolean isSelective(Operator operator) {
    return switch (operator) {
      case Operator.Scan scan ->
          switch (scan.access()) {
            case Access.Full full -> false;
            case Access.KeyRange range -> !range.equal().isEmpty();
            case Access.Keys keys -> true;
          };
      case Operator.Filter filter -> isSelective(filter.input());
      case Operator.Project project -> isSelective(project.input());
      case Operator.LookupJoin join -> isSelective(join.left());
      case Operator.HashJoin join -> isSelective(join.left());
      case Operator.Limit limit -> isSelective(limit.input());
      case Operator.Sort sort -> isSelective(sort.input());
      case Operator.ForEach each -> isSelective(each.left());
      case Operator.Recursion recursion -> false;
      case Operator.Working working -> true;
      case Operator.Window window -> isSelective(window.input());
      case Operator.FirstRows first -> isSelective(first.input());
      case Operator.NestedLoopJoin join -> false;
      case Operator.VirtualScan scan -> false;
      case Operator.Values values -> true;
      case Operator.Series series -> SeriesScan.isShort(series);
      case Operator.Aggregate aggregate -> false;
      case Operator.UnionAll union -> false;
      case Operator.Gather gather -> isSelective(gather.input());
    };
  }
}
