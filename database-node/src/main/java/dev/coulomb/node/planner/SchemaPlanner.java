package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChange.UniqueConstraint;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.schema.Checks;
import dev.coulomb.node.planner.schema.Drawings;
import dev.coulomb.node.planner.schema.ForeignReferences;
import dev.coulomb.node.planner.schema.SequencePlanner;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * DDL as changes of the schema, by names; what they mean is decided when they are applied. Confined
 * to one planning.
 */
public final class SchemaPlanner {
  private final String text;
  private final Defaults defaults;

  /**
   * @param text of the statement
   * @param queries plans the expressions in it, to refuse those that can never be computed
   */
  public SchemaPlanner(String text, QueryPlanner queries) {
    this.text = text;
    this.defaults = new Defaults(queries);
  }

  /**
   * Plans {@code CREATE TABLE}.
   *
   * @param under plans under the catalog that has the table, to see whether its checks can be
   */
  Plan.ChangeSchema createTable(
      Statement.CreateTable create, Catalog catalog, Function<Catalog, QueryPlanner> under) {
    SchemaChange.CreateTable change = createTable(create);
    if (!change.checks().isEmpty() && catalog.find(change.name()).isEmpty()) {
      Catalog after = SchemaChanges.apply(catalog, change);
      Checks.of(under.apply(after), after.table(change.name()));
    }
    return new Plan.ChangeSchema(change);
  }

  private SchemaChange.CreateTable createTable(Statement.CreateTable create) {
    List<String> names = new ArrayList<>();
    create.columns().forEach(column -> names.add(column.name().getSimple()));
    List<Integer> primaryKey = new ArrayList<>();
    List<UniqueConstraint> unique = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    List<ForeignKey> foreign = new ArrayList<>();
    String table = name(create.name());
    for (int i = 0; i < create.columns().size(); i++) {
      for (Statement.ColumnConstraint constraint : create.columns().get(i).constraints()) {
        switch (constraint.kind()) {
          case "PRIMARY KEY" -> onePrimaryKey(primaryKey, List.of(i));
          case "UNIQUE" -> unique.add(new UniqueConstraint(name(constraint), List.of(i)));
          case "CHECK" -> checks.add(check(name(constraint), constraint.expression(), names));
          case "REFERENCES" ->
              foreign.add(
                  ForeignReferences.of(
                      name(constraint), table, List.of(names.get(i)), constraint.reference()));
          case "NOT NULL", "NULL", "DEFAULT" -> {}
          default -> throw unsupported(constraint.kind());
        }
      }
    }
    for (Statement.KeyDefinition key : create.keys()) {
      List<Integer> columns = ordinals(names, key.columns());
      switch (key.kind()) {
        case "PRIMARY KEY" -> onePrimaryKey(primaryKey, columns);
        case "UNIQUE" -> unique.add(new UniqueConstraint(name(key), columns));
        case "CHECK" -> checks.add(check(name(key), key.expression(), names));
        case "FOREIGN KEY" ->
            foreign.add(
                ForeignReferences.of(
                    name(key), table, columns.stream().map(names::get).toList(), key.reference()));
        default -> throw unsupported(key.kind());
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Statement.ColumnDefinition column = create.columns().get(i);
      columns.add(column(column, names.get(i), primaryKey.contains(i)));
    }
    SqlIdentifier partition = create.partitionColumn();
    int partitionColumn =
        partition == null ? Table.REPLICATED : ordinal(names, partition.getSimple());
    return new SchemaChange.CreateTable(
        table, create.ifNotExists(), columns, primaryKey, partitionColumn, unique, checks, foreign);
  }

  /** A check of a table with these columns, and perhaps others. */
  public Check check(String name, Statement.@Nullable Written condition, List<String> columns) {
    Statement.Written written = Invariant.present(condition, "a check has a condition");
    return new Check(name, written(written), Checks.columns(written.tree(), columns));
  }

  private static String name(Statement.KeyDefinition key) {
    SqlIdentifier name = key.name();
    return name == null ? "" : name.getSimple();
  }

  /** The column of a definition; its constraints are the caller's. */
  public Column column(Statement.ColumnDefinition column) {
    return column(column, column.name().getSimple(), false);
  }

  /** A default, which is checked. */
  public Drawings.Default declared(Statement.Written value, String column, SqlType type) {
    return Drawings.of(defaults.declared(value.tree(), column, type), written(value));
  }

  private Column column(Statement.ColumnDefinition column, String name, boolean inKey) {
    SqlType serial = TypeNames.serial(column.type());
    SqlType type = serial == null ? TypeNames.of(column.type()) : serial;
    Statement.Identity identity = column.identity();
    boolean notNull = inKey || serial != null || identity != null;
    boolean nullSaid = false;
    Drawings.Default declared = null;
    for (Statement.ColumnConstraint constraint : column.constraints()) {
      Statement.Written expression = constraint.expression();
      if (constraint.kind().equals("DEFAULT") && expression != null) {
        if (declared != null || serial != null) {
          throw new SqlError(SqlState.SYNTAX_ERROR, "multiple default values for a column")
              .with("column", name);
        }
        declared = declared(expression, name, type);
      }
      notNull |= constraint.kind().equals("NOT NULL");
      nullSaid |= constraint.kind().equals("NULL");
    }
    if (notNull && nullSaid) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "conflicting NULL and NOT NULL declarations")
          .with("column", name);
    }
    if (identity != null && (declared != null || serial != null)) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "both default and identity specified for column")
          .with("column", name);
    }
    if (declared != null) {
      return new Column(name, type, !notNull, declared.text(), declared.drawing());
    }
    return new Column(name, type, !notNull, null, drawing(identity, serial, type));
  }

  private static Drawing drawing(
      Statement.@Nullable Identity identity, @Nullable SqlType serial, SqlType type) {
    if (identity != null) {
      return SequencePlanner.identity(identity, type);
    }
    return serial == null
        ? Drawing.NONE
        : Drawing.fromNew(Drawing.Identity.NONE, SequenceOptions.NONE.of(serial));
  }

  /** An expression as it stands in the statement. */
  String written(Statement.Written expression) {
    return written(text, expression);
  }

  /** An expression as it stands in a statement. */
  public static String written(String text, Statement.Written expression) {
    int from = Parser.position(text, expression.from()) - 1;
    boolean isLast = expression.next().equals(Statement.Written.END);
    int to = isLast ? text.length() : Parser.position(text, expression.next()) - 1;
    return text.substring(from, to).strip();
  }

  private static String name(Statement.ColumnConstraint constraint) {
    SqlIdentifier name = constraint.name();
    return name == null ? "" : name.getSimple();
  }

  private static void onePrimaryKey(List<Integer> primaryKey, List<Integer> columns) {
    if (!primaryKey.isEmpty()) {
      throw new SqlError(
          SqlState.INVALID_TABLE_DEFINITION, "multiple primary keys for table are not allowed");
    }
    primaryKey.addAll(columns);
  }

  static Plan.ChangeSchema drop(Statement.Drop drop) {
    List<String> names = drop.names().stream().map(SchemaPlanner::name).toList();
    return new Plan.ChangeSchema(
        drop.table()
            ? new SchemaChange.DropTable(names, drop.ifExists(), drop.cascade())
            : new SchemaChange.DropIndex(names, drop.ifExists()));
  }

  static Plan.ChangeSchema renameIndex(Statement.RenameIndex rename) {
    return new Plan.ChangeSchema(
        new SchemaChange.RenameIndex(
            name(rename.index()), rename.ifExists(), rename.to().getSimple()));
  }

  static Plan.ChangeSchema truncate(Statement.Truncate truncate) {
    return new Plan.ChangeSchema(
        new SchemaChange.Truncate(
            truncate.tables().stream().map(SchemaPlanner::name).toList(), truncate.restart()));
  }

  /** A name in the one schema there is. */
  public static String name(SqlIdentifier identifier) {
    List<String> names = identifier.names;
    @Nullable String schema = names.size() < 2 ? null : names.get(names.size() - 2);
    if (schema != null && !schema.equals(Schemas.PUBLIC)) {
      throw new SqlError(SqlState.INVALID_SCHEMA_NAME, "tables are in the schema public only")
          .with("schema", schema);
    }
    return names.get(names.size() - 1);
  }

  private static List<Integer> ordinals(List<String> names, SqlNodeList columns) {
    List<Integer> ordinals = new ArrayList<>();
    for (SqlNode column : columns) {
      ordinals.add(ordinal(names, ((SqlIdentifier) column).getSimple()));
    }
    return ordinals;
  }

  private static int ordinal(List<String> names, String column) {
    int ordinal = names.indexOf(column);
    if (ordinal < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column named in a key does not exist")
          .with("column", column);
    }
    return ordinal;
  }

  private static SqlError unsupported(String constraint) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this kind of constraint is not supported")
        .with("kind", constraint)
        .hint("PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY, NOT NULL and DEFAULT are.");
  }
}
