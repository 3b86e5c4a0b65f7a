package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.planner.query.BelowWindows;
import dev.coulomb.node.planner.query.Decorrelation;
import dev.coulomb.node.planner.query.Rewriting;
import dev.coulomb.node.planner.query.Volatile;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.CastsAsWritten;
import dev.coulomb.node.planner.typing.ListeningValidator;
import dev.coulomb.node.planner.typing.StrictCoercion;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** Plans queries under one catalog version: validate, convert, optimise, place. Confined to one. */
public final class QueryPlanner {
  private static final int IN_LIST_MAX = 100_000;

  /** How many joins a binding goes across, each after the other. */
  private static final int BINDING_ROUNDS_MAX = 16;

  private static final HepProgram SUBQUERIES =
      new HepProgramBuilder()
          .addRuleInstance(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE)
          .addRuleInstance(CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE)
          .addRuleInstance(CoreRules.JOIN_SUB_QUERY_TO_CORRELATE)
          .build();

  /** Intersections and differences as groups that are counted. */
  private static final HepProgram SETS =
      new HepProgramBuilder()
          .addRuleInstance(CoreRules.INTERSECT_TO_DISTINCT)
          .addRuleInstance(CoreRules.MINUS_TO_DISTINCT)
          .build();

  private static final HepProgram PUSHING =
      new HepProgramBuilder()
          .addRuleCollection(
              List.of(
                  CoreRules.FILTER_INTO_JOIN,
                  CoreRules.JOIN_CONDITION_PUSH,
                  Volatile.FILTER_BELOW,
                  CoreRules.FILTER_AGGREGATE_TRANSPOSE,
                  CoreRules.FILTER_SET_OP_TRANSPOSE,
                  CoreRules.FILTER_SORT_TRANSPOSE,
                  CoreRules.FILTER_CORRELATE,
                  CoreRules.FILTER_MERGE,
                  Volatile.MERGE,
                  CoreRules.PROJECT_REMOVE))
          .build();

  private final CalciteCatalogReader reader;
  private final SqlValidator validator;
  private final RexBuilder rex = new CastsAsWritten();
  private final Routines routines;
  private final TreeRewrite rewrite;

  QueryPlanner(CalciteCatalogReader reader, Routines routines, TreeRewrite rewrite) {
    this.reader = reader;
    this.routines = routines;
    this.rewrite = rewrite;
    this.validator =
        new ListeningValidator(
            routines,
            reader,
            SqlValidator.Config.DEFAULT
                .withConformance(new Conformance())
                .withTypeCoercionFactory(StrictCoercion::new)
                .withIdentifierExpansion(true));
  }

  public RexBuilder rex() {
    return rex;
  }

  public Routines routines() {
    return routines;
  }

  public TreeRewrite rewriting() {
    return rewrite;
  }

  /** A query that was validated and optimised. */
  public record Optimised(
      List<String> names, RelNode tree, List<SqlType> parameters, Set<Integer> named) {}

  /** A query that was planned. */
  public record Planned(Plan.Query query, List<OutputColumn> columns, List<SqlType> parameters) {}

  public Planned plan(SqlNode tree) {
    Optimised optimised = optimise(tree);
    Plan.Query query = place(optimised);
    List<SqlType> types = query.root().types();
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < optimised.names().size(); i++) {
      columns.add(column(optimised.names().get(i), types.get(i), origin(optimised, i)));
    }
    return new Planned(query, columns, optimised.parameters());
  }

  public Optimised optimise(SqlNode tree) {
    SqlNode rewritten = TreeRewrite.rewrite(tree, rewrite);
    SqlNode titled = ColumnNames.named(rewritten);
    Set<String> aliases = ColumnNames.aliases(titled);
    SqlNode validated = validator.validate(titled);
    Set<Integer> named = new HashSet<>(rewrite.limits());
    List<SqlType> parameters = parameters(validated, named);
    RelOptCluster cluster = RelOptCluster.create(new Rewriting(SUBQUERIES), rex);
    SqlToRelConverter converter = converter(cluster);
    RelRoot root = converter.convertQuery(validated, false, true);
    RelNode flat = Rewriting.of(SUBQUERIES, root.rel);
    RelNode decorrelated = Decorrelation.decorrelated(flat, cluster);
    RelNode pushed = pushed(Rewriting.of(SETS, decorrelated.accept(new JoinOrder(rex))));
    RelNode trimmed = converter.trimUnusedFields(false, pushed);
    RelRoot whole = root.withRel(Rewriting.of(PUSHING, trimmed));
    List<String> names = ColumnNames.of(validated, aliases, Pair.right(root.fields));
    return new Optimised(names, whole.project(), parameters, named);
  }

  private SqlToRelConverter converter(RelOptCluster cluster) {
    return new SqlToRelConverter(
        (type, text, schema, view) -> {
          throw new IllegalStateException("views expand themselves");
        },
        validator,
        reader,
        cluster,
        StandardConvertletTable.INSTANCE,
        SqlToRelConverter.config()
            .withRelBuilderFactory(Volatile.BUILDERS)
            .withExpand(false)
            .withInSubQueryThreshold(IN_LIST_MAX)
            .withTrimUnusedFields(true));
  }

  /** A query that is part of another, as it was written: names of its columns, and its tree. */
  record Converted(List<String> names, RelNode tree) {}

  /** Validates and converts a query for another one's cluster. */
  Converted converted(SqlNode tree, RelOptCluster cluster) {
    SqlNode titled = ColumnNames.named(TreeRewrite.rewrite(tree, rewrite));
    Set<String> aliases = ColumnNames.aliases(titled);
    SqlNode validated = validator.validate(titled);
    RelRoot root = converter(cluster).convertQuery(validated, false, true);
    return new Converted(
        ColumnNames.of(validated, aliases, Pair.right(root.fields)), root.project());
  }

  /** Conditions as far down as they go, and as far across joins and below windows. */
  private RelNode pushed(RelNode tree) {
    RelNode pushed = Rewriting.of(PUSHING, tree);
    for (int round = 0; round < BINDING_ROUNDS_MAX; round++) {
      RelNode bound = pushed.accept(new Bindings(rex)).accept(new BelowWindows(rex));
      if (bound.equals(pushed)) {
        break;
      }
      pushed = Rewriting.of(PUSHING, bound);
    }
    return pushed;
  }

  /** Types by number: a parameter may be named often, in any order, and be left out. */
  private List<SqlType> parameters(SqlNode validated, Set<Integer> seen) {
    List<SqlType> types = new ArrayList<>(Collections.nCopies(rewrite.parameters(), SqlType.TEXT));
    seen.forEach(index -> types.set(index, SqlType.BIGINT));
    validated.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam parameter) {
            SqlType type = CalciteTypes.computed(validator.getValidatedNodeType(parameter));
            if (seen.add(parameter.getIndex())) {
              types.set(parameter.getIndex(), type);
            } else if (!AccessChoice.hashAlike(types.get(parameter.getIndex()), type)) {
              throw ambiguous(parameter, types.get(parameter.getIndex()), type);
            }
            return parameter;
          }
        });
    return types;
  }

  /** The types of parameters that two parts of a statement name. */
  public static List<SqlType> together(Optimised one, Optimised other) {
    List<SqlType> types = new ArrayList<>(one.parameters());
    for (int i = 0; i < other.parameters().size(); i++) {
      SqlType type = other.parameters().get(i);
      if (i >= types.size()) {
        types.add(type);
      } else if (!one.named().contains(i)) {
        types.set(i, type);
      } else if (other.named().contains(i) && !AccessChoice.hashAlike(types.get(i), type)) {
        throw ambiguous(new SqlDynamicParam(i, SqlParserPos.ZERO), types.get(i), type);
      }
    }
    return types;
  }

  private static SqlError ambiguous(SqlDynamicParam parameter, SqlType one, SqlType other) {
    return new SqlError(SqlState.AMBIGUOUS_PARAMETER, "the parameter is used with two types")
        .with("parameter", "$" + (parameter.getIndex() + 1))
        .with("types", one + ", " + other)
        .hint("Cast it in one of its places.");
  }

  /** One partition when all scans are pinned to the same; else as far inside them as can be. */
  public Plan.Query place(Optimised optimised) {
    Relations pinned = new Relations(rex, routines, optimised.parameters(), true);
    Operator operator = pinned.of(optimised.tree()).operator();
    if (pinned.pins().isEmpty()) {
      return new Plan.Query(operator, new Routing.Replicated(), false);
    }
    Expression key = common(pinned.pins());
    if (key != null) {
      return new Plan.Query(operator, new Routing.OnePartition(key), isOneRow(operator));
    }
    return new Plan.Query(gathered(optimised), routing(pinned.pins()), false);
  }

  /** As far inside the partitions as can be, and gathered from all of them. */
  public Plan.Query spread(Optimised optimised) {
    return new Plan.Query(gathered(optimised), new Routing.AllPartitions(), false);
  }

  private Operator gathered(Optimised optimised) {
    Relations spread = new Relations(rex, routines, optimised.parameters(), false);
    return spread.of(optimised.tree()).gather().operator();
  }

  /** The constant that a column of every row equals, or null. */
  public @Nullable Expression bound(Optimised optimised, int column) {
    RexNode bound = Bindings.constant(optimised.tree(), column);
    return bound == null
        ? null
        : new Expressions(rex, routines, optimised.parameters(), List.of()).of(bound);
  }

  /** The one value that all are pinned to, or null. */
  private static @Nullable Expression common(List<@Nullable List<Expression>> pins) {
    List<Expression> first = pins.getFirst();
    if (first == null || first.size() != 1) {
      return null;
    }
    Expression key = first.getFirst();
    boolean all =
        pins.stream()
            .allMatch(pin ->
                pin != null && pin.size() == 1 && AccessChoice.isSameKey(key, pin.getFirst()));
    return all ? key : null;
  }

  /** The partitions in which there can be rows that a scan finds. */
  private static Routing routing(List<@Nullable List<Expression>> pins) {
    List<Expression> keys = new ArrayList<>();
    for (List<Expression> pin : pins) {
      if (pin == null) {
        return new Routing.AllPartitions();
      }
      keys.addAll(pin);
    }
    return new Routing.SomePartitions(keys.stream().distinct().toList());
  }

  /** The whole primary key is bound, and nothing but its row is looked at. */
  private static boolean isOneRow(Operator operator) {
    return switch (operator) {
      case Operator.Project project -> isOneRow(project.input());
      case Operator.Filter filter -> isOneRow(filter.input());
      case Operator.Scan scan ->
          scan.access() instanceof Access.KeyRange range
              && range.index() == Access.PRIMARY_KEY
              && range.equal().size() == scan.table().primaryKey().size();
      default -> false;
    };
  }

  private static OutputColumn column(String name, SqlType type, @Nullable RelColumnOrigin origin) {
    if (origin != null) {
      RelOptTable table = origin.getOriginTable();
      CatalogTable catalogTable = table.unwrap(CatalogTable.class);
      if (catalogTable != null && catalogTable.table() != null && !origin.isDerived()) {
        return new OutputColumn(
            name, type, catalogTable.table().id(), origin.getOriginColumnOrdinal() + 1);
      }
    }
    return new OutputColumn(name, type, 0, 0);
  }

  private static @Nullable RelColumnOrigin origin(Optimised optimised, int column) {
    return optimised
        .tree()
        .getCluster()
        .getMetadataQuery()
        .getColumnOrigin(optimised.tree(), column);
  }

  /** A planner under the same catalog, for texts that have no parameters. */
  public QueryPlanner beside() {
    return new QueryPlanner(reader, routines, new TreeRewrite("", List.of()));
  }

  /** A planner under the same catalog, for a text. */
  public QueryPlanner beside(String text) {
    return new QueryPlanner(reader, routines, new TreeRewrite(text, List.of()));
  }

  /** A planner for the query of a view. */
  public static QueryPlanner ofView(CalciteCatalogReader reader, Routines routines, String text) {
    return new QueryPlanner(reader, routines, new TreeRewrite(text, List.of()));
  }

  /** What a text that is one query says. */
  public static SqlNode tree(String text) {
    return new Parser().parse(text).getFirst().tree();
  }

  /** A query as it was written, as a tree of its own. */
  public RelNode query(String text) {
    return query(text, RelOptCluster.create(new Rewriting(SUBQUERIES), rex));
  }

  /** A query as it was written, as part of another. */
  public RelNode query(String text, RelOptCluster cluster) {
    return converted(tree(text), cluster).tree();
  }

  static QueryPlanner under(
      Catalog catalog, List<CatalogTable> systemTables, Routines routines, TreeRewrite rewrite) {
    Routines bound = routines.under(catalog);
    return new QueryPlanner(Schemas.reader(catalog, systemTables, bound), bound, rewrite);
  }
}
