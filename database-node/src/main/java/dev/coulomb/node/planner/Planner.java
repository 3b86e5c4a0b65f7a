package dev.coulomb.node.planner;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.planner.change.ChangePlanner;
import dev.coulomb.node.planner.change.IndexPlanner;
import dev.coulomb.node.planner.change.InsertPlanner;
import dev.coulomb.node.planner.materialized.MaterializedPlanner;
import dev.coulomb.node.planner.procedure.ProcedureClasses;
import dev.coulomb.node.planner.procedure.ProcedurePlanner;
import dev.coulomb.node.planner.schema.AlterPlanner;
import dev.coulomb.node.planner.schema.SequencePlanner;
import dev.coulomb.node.planner.view.ViewPlanner;
import dev.coulomb.node.sql.LiftedText;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.sql.StatementNode;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Text in, plans out; plans are kept by text, declared parameter types and catalog version. Any
 * thread; what is not in the cache takes milliseconds, and is not for an event loop.
 */
public final class Planner {
  private static final int PLANS_MAX = 4_096;
  private static final int CACHED_TEXT_MAX = 16 << 10;

  private final Parser parser = new Parser();
  private final List<CatalogTable> systemTables;
  private final Routines routines;
  private final ProcedurePlanner procedures;
  private final Cache<Key, PreparedPlan> cache =
      CacheBuilder.newBuilder().maximumSize(PLANS_MAX).build();

  /** Texts of which the lifted form has no plan, by that form. */
  private final Cache<Key, Boolean> asWritten =
      CacheBuilder.newBuilder().maximumSize(PLANS_MAX).build();

  private volatile ConstantTables constantTables = new ConstantTables(-1, List.of());
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * @param systemTables virtual tables: schema, name, columns
   * @param systemFunctions functions that look at the catalog, and what they give
   */
  public Planner(List<SystemTable> systemTables, Map<String, SqlType> systemFunctions) {
    this(
        systemTables,
        systemFunctions,
        procedure -> {
          throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "there are no procedures in Java here");
        });
  }

  /**
   * @param classes procedures that are classes
   */
  public Planner(
      List<SystemTable> systemTables,
      Map<String, SqlType> systemFunctions,
      ProcedureClasses classes) {
    PlanErrors.prepare();
    this.procedures = new ProcedurePlanner(parser, this::inferred, classes);
    this.systemTables =
        systemTables.stream()
            .map(table -> new CatalogTable(table.schema(), table.name(), table.columns(), null))
            .toList();
    Map<String, SqlFunction> functions = new HashMap<>();
    systemFunctions.forEach(
        (name, result) -> functions.put(name, Routines.systemFunction(name, result)));
    this.routines = new Routines(functions);
  }

  /** A virtual table. */
  public record SystemTable(
      String schema, String name, List<dev.coulomb.node.catalog.Column> columns) {}

  private record Key(String text, List<@Nullable SqlType> declared, long catalogVersion) {}

  /** The statements of a text; 42601 with the position. */
  public List<ParsedStatement> parse(String sql) {
    return parser.parse(sql);
  }

  /**
   * The plan of a text that was planned before or is a statement of the session, or null. Quick:
   * may be called on an event loop.
   */
  public @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declared) {
    PreparedPlan plan = cache.getIfPresent(new Key(sql, declared, catalog.version()));
    if (plan != null) {
      hits.increment();
      return plan;
    }
    return SessionPlanner.atOnce(sql, catalog.version());
  }

  /** The statement with its literals as parameters, or null: plan it as it is written. Quick. */
  public @Nullable LiftedText lifted(String sql, Catalog catalog) {
    LiftedText lifted = LiftedText.of(sql);
    return lifted == null
            || asWritten.getIfPresent(new Key(lifted.text(), lifted.types(), catalog.version()))
                != null
            || asksForConstants(sql, catalog)
        ? null
        : lifted;
  }

  /** Whether an index of a table that the statement may name is of use by its constants only. */
  private boolean asksForConstants(String sql, Catalog catalog) {
    ConstantTables tables = constantTables;
    if (tables.version != catalog.version()) {
      tables =
          new ConstantTables(
              catalog.version(),
              catalog.tables().stream()
                  .filter(table -> table.indexes().stream().anyMatch(Index::asksForConstants))
                  .map(Table::name)
                  .toList());
      constantTables = tables;
    }
    return tables.names.stream().anyMatch(name -> contains(sql, name))
        && !sql.regionMatches(true, 0, "insert", 0, "insert".length());
  }

  private static boolean contains(String sql, String name) {
    for (int i = 0; i + name.length() <= sql.length(); i++) {
      if (sql.regionMatches(true, i, name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }

  /** The tables with indexes that ask for constants, under one catalog version. */
  private record ConstantTables(long version, List<String> names) {}

  /** Statements like this one are planned as they are written: lifted it has no plan. */
  public void asWritten(LiftedText lifted, Catalog catalog) {
    asWritten.put(new Key(lifted.text(), lifted.types(), catalog.version()), true);
  }

  /** Answers that came from the cache. */
  public long hits() {
    return hits.sum();
  }

  /** Statements that had to be planned. */
  public long misses() {
    return misses.sum();
  }

  /** Plans a statement; declared types may be null where the client did not say. */
  public PreparedPlan plan(
      ParsedStatement statement, Catalog catalog, List<@Nullable SqlType> declared) {
    misses.increment();
    PreparedPlan plan = inferred(statement, catalog, declared);
    // What is analyzed is compiled to be observed, and so belongs to one session.
    boolean shared = !(plan.plan() instanceof Plan.Explain explain) || !explain.analyze();
    if (shared && statement.text().length() <= CACHED_TEXT_MAX) {
      List<@Nullable SqlType> key = new ArrayList<>(declared);
      cache.put(new Key(statement.text(), key, catalog.version()), plan);
    }
    return plan;
  }

  /** A parameter whose type nothing says is a text, as in PostgreSQL. */
  private PreparedPlan inferred(
      ParsedStatement statement, Catalog catalog, List<@Nullable SqlType> declared) {
    List<@Nullable SqlType> types = new ArrayList<>(declared);
    ParsedStatement again = statement;
    while (true) {
      try {
        return plannedOnce(again, catalog, types);
      } catch (RuntimeException | StackOverflowError | AssertionError error) {
        int number = PlanErrors.untypedParameter(statement, error);
        if (number == 0 || (number <= types.size() && types.get(number - 1) != null)) {
          throw PlanErrors.of(statement, error);
        }
        while (types.size() < number) {
          types.add(null);
        }
        types.set(number - 1, SqlType.TEXT);
        again = parser.parse(statement.text()).getFirst();
      }
    }
  }

  private PreparedPlan plannedOnce(
      ParsedStatement statement, Catalog catalog, List<@Nullable SqlType> declared) {
    TreeRewrite rewrite = new TreeRewrite(statement.text(), declared);
    QueryPlanner queries = QueryPlanner.under(catalog, systemTables, routines, rewrite);
    return plan(statement.tree(), new Planning(statement, queries, catalog, declared));
  }

  /** A planner under a catalog that is only thought of. */
  private QueryPlanner under(Catalog catalog) {
    return QueryPlanner.under(catalog, systemTables, routines, new TreeRewrite("", List.of()));
  }

  private record Planning(
      ParsedStatement statement,
      QueryPlanner queries,
      Catalog catalog,
      List<@Nullable SqlType> declared) {
    long version() {
      return catalog.version();
    }

    String text() {
      return statement.text();
    }
  }

  private PreparedPlan plan(SqlNode tree, Planning planning) {
    if (!(tree instanceof StatementNode node)) {
      SqlCall call = ProcedurePlanner.call(tree, planning.catalog);
      if (call != null) {
        ProcedurePlanner.Called called =
            procedures.call(call, planning.queries, planning.catalog, planning.declared);
        String tag = tree.getKind() == SqlKind.PROCEDURE_CALL ? "CALL" : "SELECT";
        return prepared(called.plan(), planning, called.parameters(), called.columns(), tag);
      }
      QueryPlanner.Planned query = planning.queries.plan(tree);
      return prepared(query.query(), planning, query.parameters(), query.columns(), "SELECT");
    }
    return switch (node.statement()) {
      case Statement.CreateTable create ->
          prepared(
              new SchemaPlanner(planning.text(), planning.queries)
                  .createTable(create, planning.catalog, this::under),
              planning,
              "CREATE TABLE");
      case Statement.CreateIndex create ->
          prepared(indexes(planning).plan(create), planning, "CREATE INDEX");
      case Statement.Drop drop ->
          prepared(SchemaPlanner.drop(drop), planning, drop.table() ? "DROP TABLE" : "DROP INDEX");
      case Statement.AlterTable alter ->
          prepared(
              new AlterPlanner(
                      new SchemaPlanner(planning.text(), planning.queries),
                      planning.queries,
                      planning.catalog,
                      this::under)
                  .plan(alter),
              planning,
              "ALTER TABLE");
      case Statement.RenameIndex rename ->
          prepared(SchemaPlanner.renameIndex(rename), planning, "ALTER INDEX");
      case Statement.OfSequences statement ->
          prepared(SequencePlanner.plan(statement), planning, SequencePlanner.tag(statement));
      case Statement.OfViews statement -> view(statement, planning);
      case Statement.Truncate truncate ->
          prepared(SchemaPlanner.truncate(truncate), planning, "TRUNCATE TABLE");
      case Statement.Insert insert ->
          prepared(
              new InsertPlanner(planning.queries, planning.catalog, planning.declared)
                  .insert(insert),
              planning,
              "INSERT 0");
      case Statement.Update update ->
          prepared(changes(planning).update(update), planning, "UPDATE");
      case Statement.Delete delete ->
          prepared(changes(planning).delete(delete), planning, "DELETE");
      case Statement.Copy copy -> copy(copy, planning);
      case Statement.Explain explain -> explain(explain, planning);
      case Statement.SessionWords words -> SessionPlanner.plan(words, planning.version());
      case Statement.OfProcedures statement -> {
        ProcedurePlanner.Planned change =
            procedures.plan(statement, planning.statement, planning.catalog);
        yield prepared(change.plan(), planning, change.parameters(), List.of(), change.tag());
      }
    };
  }

  private static IndexPlanner indexes(Planning planning) {
    return new IndexPlanner(planning.text(), planning.queries, planning.catalog);
  }

  private static ChangePlanner changes(Planning planning) {
    return new ChangePlanner(planning.queries, planning.catalog, planning.declared);
  }

  private static PreparedPlan view(Statement.OfViews statement, Planning planning) {
    return switch (statement) {
      case Statement.CreateView create -> {
        String query = new SchemaPlanner(planning.text(), planning.queries).written(create.query());
        yield prepared(
            ViewPlanner.create(create, query, planning.queries), planning, "CREATE VIEW");
      }
      case Statement.DropView drop -> prepared(ViewPlanner.drop(drop), planning, "DROP VIEW");
      case Statement.CreateMaterializedView create -> {
        String query = new SchemaPlanner(planning.text(), planning.queries).written(create.query());
        yield prepared(
            MaterializedPlanner.create(create, query, planning.queries),
            planning,
            "CREATE MATERIALIZED VIEW");
      }
      case Statement.DropMaterializedView drop ->
          prepared(MaterializedPlanner.drop(drop), planning, "DROP MATERIALIZED VIEW");
      case Statement.RefreshMaterializedView(SqlIdentifier name) ->
          prepared(MaterializedPlanner.refresh(name), planning, "REFRESH MATERIALIZED VIEW");
    };
  }

  private static PreparedPlan copy(Statement.Copy copy, Planning planning) {
    if (copy.from()) {
      return prepared(CopyPlanner.from(copy, planning.catalog, planning.queries), planning, "COPY");
    }
    SqlNode query = copy.query();
    SqlIdentifier table = copy.table();
    if (query == null && table != null) {
      query = select(table, copy.columns());
    }
    if (query == null) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "COPY TO needs a table or a query");
    }
    QueryPlanner.Planned planned = planning.queries.plan(query);
    Plan.CopyTo plan = new Plan.CopyTo(planned.query(), CopyPlanner.format(copy));
    return prepared(plan, planning, planned.parameters(), planned.columns(), "COPY");
  }

  private static SqlNode select(SqlIdentifier table, SqlNodeList columns) {
    SqlParserPos position = table.getParserPosition();
    SqlNodeList items = columns.isEmpty() ? SqlNodeList.of(SqlIdentifier.star(position)) : columns;
    return new SqlSelect(
        position,
        SqlNodeList.EMPTY,
        items,
        table,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private PreparedPlan explain(Statement.Explain explain, Planning planning) {
    PreparedPlan plan = plan(explain.statement(), planning);
    if (explain.analyze() && !isAnalyzed(plan.plan())) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this statement cannot be analyzed")
          .with("statement", plan.tag())
          .hint("EXPLAIN ANALYZE takes SELECT, INSERT, UPDATE and DELETE.");
    }
    return prepared(
        new Plan.Explain(plan, explain.analyze()),
        planning,
        plan.parameters(),
        List.of(new OutputColumn("QUERY PLAN", SqlType.TEXT, 0, 0)),
        "EXPLAIN");
  }

  private static boolean isAnalyzed(Plan plan) {
    return plan instanceof Plan.Query
        || plan instanceof Plan.Insert
        || plan instanceof Plan.Update
        || plan instanceof Plan.ChangeFound
        || plan instanceof Plan.Delete;
  }

  private static PreparedPlan prepared(
      ChangePlanner.Planned change, Planning planning, String tag) {
    return prepared(change.plan(), planning, change.parameters(), change.columns(), tag);
  }

  private static PreparedPlan prepared(Plan plan, Planning planning, String tag) {
    return prepared(plan, planning, List.of(), List.of(), tag);
  }

  /** Types that the client declared hold, also where Calcite would say more. */
  private static PreparedPlan prepared(
      Plan plan,
      Planning planning,
      List<SqlType> inferred,
      List<OutputColumn> columns,
      String tag) {
    List<SqlType> parameters = new ArrayList<>(inferred);
    for (int i = 0; i < planning.declared.size() && i < parameters.size(); i++) {
      SqlType type = planning.declared.get(i);
      if (type != null) {
        parameters.set(i, type);
      }
    }
    return new PreparedPlan(plan, planning.version(), parameters, columns, tag);
  }
}
