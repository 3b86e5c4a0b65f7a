package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.Alteration;
import dev.coulomb.node.catalog.AlteredTable;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.planner.TypeNames;
import dev.coulomb.node.planner.view.ViewPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Plans {@code ALTER TABLE}: what becomes of the definition, and of the rows. */
public final class AlterPlanner {
  private final SchemaPlanner schema;
  private final QueryPlanner queries;
  private final Catalog catalog;
  private final Function<Catalog, QueryPlanner> under;

  /** The table that is altered, by the name that it has before. */
  private String table = "";

  /** {@code USING}, by the column whose type is set. */
  private final Map<String, SqlNode> using = new HashMap<>();

  /**
   * @param under plans under a catalog that is only thought of
   */
  public AlterPlanner(
      SchemaPlanner schema,
      QueryPlanner queries,
      Catalog catalog,
      Function<Catalog, QueryPlanner> under) {
    this.schema = schema;
    this.queries = queries;
    this.catalog = catalog;
    this.under = under;
  }

  public Plan.ChangeSchema plan(Statement.AlterTable alter) {
    String name = SchemaPlanner.name(alter.table());
    table = name;
    Table before = catalog.find(name).orElse(null);
    List<Alteration> actions = new ArrayList<>();
    for (Statement.AlterAction action : alter.actions()) {
      actions.addAll(actions(action, before));
    }
    SchemaChange.AlterTable change = new SchemaChange.AlterTable(name, alter.ifExists(), actions);
    Catalog after = SchemaChanges.apply(catalog, change);
    ViewPlanner.check(catalog, change, name, under);
    return before == null || after == catalog
        ? new Plan.ChangeSchema(change)
        : new Plan.ChangeSchema(change, rewrite(before, after, actions));
  }

  private List<Alteration> actions(Statement.AlterAction action, @Nullable Table table) {
    List<String> columns = table == null ? List.of() : columns(table);
    return switch (action) {
      case Statement.AddColumn add -> add(add, columns);
      case Statement.DropColumn drop ->
          List.of(new Alteration.DropColumn(drop.column().getSimple(), drop.ifExists()));
      case Statement.Rename rename -> List.of(rename(rename));
      case Statement.SetDefault set -> {
        String column = set.column().getSimple();
        Statement.Written value = set.value();
        Drawings.Default declared =
            value == null ? null : schema.declared(value, column, type(table, column));
        yield List.of(
            declared == null
                ? new Alteration.SetDefault(column, null, Drawing.NONE)
                : new Alteration.SetDefault(column, declared.text(), declared.drawing()));
      }
      case Statement.SetNullable set ->
          List.of(new Alteration.SetNullable(set.column().getSimple(), set.nullable()));
      case Statement.SetType set -> {
        String column = set.column().getSimple();
        SqlNode value = set.using();
        if (value != null) {
          using.put(column, value);
        }
        yield List.of(new Alteration.SetType(column, TypeNames.of(set.type())));
      }
      case Statement.AddConstraint(Statement.KeyDefinition key) -> List.of(add(key, columns));
      case Statement.AddIdentity add ->
          List.of(
              new Alteration.AddIdentity(
                  add.column().getSimple(),
                  SequencePlanner.kind(add.identity().always()),
                  SequencePlanner.options(add.identity().words())));
      case Statement.AlterIdentity alter ->
          List.of(SequencePlanner.altered(alter.column().getSimple(), alter.words()));
      case Statement.DropIdentity drop ->
          List.of(new Alteration.DropIdentity(drop.column().getSimple(), drop.ifExists()));
      case Statement.DropConstraint drop ->
          List.of(new Alteration.DropConstraint(drop.name().getSimple(), drop.ifExists()));
    };
  }

  private static List<String> columns(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }

  private static SqlType type(@Nullable Table table, String column) {
    int ordinal = table == null ? -1 : table.ordinal(column);
    if (table == null || ordinal < 0) {
      // What is missing is told when the action is applied.
      return SqlType.TEXT;
    }
    return table.column(ordinal).type();
  }

  private static Alteration rename(Statement.Rename rename) {
    SqlIdentifier from = rename.from();
    String to = rename.to().getSimple();
    if (from == null) {
      return new Alteration.RenameTable(to);
    }
    return rename.constraint()
        ? new Alteration.RenameConstraint(from.getSimple(), to)
        : new Alteration.RenameColumn(from.getSimple(), to);
  }

  private List<Alteration> add(Statement.AddColumn add, List<String> before) {
    Column column = schema.column(add.column());
    List<String> columns = new ArrayList<>(before);
    columns.add(column.name());
    List<Alteration> actions = new ArrayList<>();
    boolean exists = before.contains(column.name()) && add.ifNotExists();
    actions.add(new Alteration.AddColumn(column, add.ifNotExists()));
    for (Statement.ColumnConstraint constraint : add.column().constraints()) {
      SqlIdentifier name = constraint.name();
      String named = name == null ? "" : name.getSimple();
      switch (constraint.kind()) {
        case "CHECK" -> {
          if (!exists) {
            actions.add(
                new Alteration.AddCheck(schema.check(named, constraint.expression(), columns)));
          }
        }
        case "UNIQUE" -> {
          if (!exists) {
            actions.add(new Alteration.AddUnique(named, List.of(column.name())));
          }
        }
        case "REFERENCES" -> {
          if (!exists) {
            actions.add(
                new Alteration.AddForeignKey(
                    ForeignReferences.of(
                        named, table, List.of(column.name()), constraint.reference())));
          }
        }
        case "NOT NULL", "NULL", "DEFAULT" -> {}
        default -> throw unsupported(constraint.kind());
      }
    }
    return actions;
  }

  private Alteration add(Statement.KeyDefinition key, List<String> columns) {
    SqlIdentifier name = key.name();
    String named = name == null ? "" : name.getSimple();
    return switch (key.kind()) {
      case "CHECK" -> new Alteration.AddCheck(schema.check(named, key.expression(), columns));
      case "UNIQUE" ->
          new Alteration.AddUnique(
              named,
              key.columns().stream().map(column -> ((SqlIdentifier) column).getSimple()).toList());
      case "FOREIGN KEY" ->
          new Alteration.AddForeignKey(
              ForeignReferences.of(
                  named,
                  table,
                  key.columns().stream()
                      .map(column -> ((SqlIdentifier) column).getSimple())
                      .toList(),
                  key.reference()));
      default -> throw unsupported(key.kind());
    };
  }

  private static SqlError unsupported(String kind) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this kind of constraint cannot be added")
        .with("kind", kind)
        .hint(
            "CHECK, UNIQUE and FOREIGN KEY can; a primary key is given when the table is created.");
  }

  /** What becomes of the rows; null: nothing. */
  private Plan.@Nullable RowRewrite rewrite(Table before, Catalog next, List<Alteration> actions) {
    AlteredTable altered = AlteredTable.of(catalog, before, actions);
    Table after = altered.table();
    List<Expression> values = values(before, after, altered.origins());
    List<Check> added =
        after.checks().stream()
            .filter(check -> before.checks().stream().noneMatch(check::sameCondition))
            .toList();
    List<Check> looked = values.isEmpty() ? added : after.checks();
    List<Plan.Check> checks = Checks.of(under.apply(next), after, looked);
    boolean stricter = !checks.isEmpty();
    for (int i = 0; i < after.columns().size(); i++) {
      int origin = altered.origins().get(i);
      stricter |=
          !after.column(i).nullable()
              && (origin == AlteredTable.NEW || before.column(origin).nullable());
    }
    return values.isEmpty() && !stricter ? null : new Plan.RowRewrite(after, values, checks);
  }

  /** The columns of the new row over those of the old; none when rows lie as they did. */
  private List<Expression> values(Table before, Table after, List<Integer> origins) {
    Defaults defaults = new Defaults(queries.beside());
    List<Expression> values = new ArrayList<>();
    boolean same = origins.size() == before.columns().size();
    for (int i = 0; i < origins.size(); i++) {
      int origin = origins.get(i);
      Column column = after.column(i);
      same &= origin == i && before.column(i).type().equals(column.type());
      values.add(
          origin == AlteredTable.NEW
              ? added(after, i, defaults)
              : value(before, origin, column.type()));
    }
    return same && using.isEmpty() ? List.of() : values;
  }

  private Expression added(Table after, int ordinal, Defaults defaults) {
    Column column = after.column(ordinal);
    boolean isNew =
        column.drawing().sequences().stream()
            .anyMatch(name -> catalog.sequences().find(name).isEmpty());
    return isNew
        ? Expressions.assigned(Drawings.fromNew(column.drawing()), column.type())
        : defaults.of(after, ordinal);
  }

  private Expression value(Table before, int origin, SqlType type) {
    Column old = before.column(origin);
    SqlNode conversion = using.get(old.name());
    if (conversion != null) {
      Expression converted =
          RowExpressions.of(queries.beside(), before, List.of(conversion)).getFirst();
      return Expressions.assigned(converted, type);
    }
    Expression value = new Expression.Column(origin, old.type());
    if (old.type().equals(type)) {
      return value;
    }
    Invariant.that(origin >= 0, "a column that is converted was there");
    return Expressions.assigned(value, type);
  }
}
