package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements that make a schema, in an order in which they can be run on an empty database.
 * What was written as SQL is as it was written; all names are quoted, so that none is taken for a
 * word of the language.
 */
public final class SchemaScript {
  private final Catalog catalog;
  private final List<String> statements = new ArrayList<>();

  private SchemaScript(Catalog catalog) {
    this.catalog = catalog;
  }

  /** All of it, each statement with its semicolon on lines of its own. */
  public static String of(Catalog catalog) {
    SchemaScript script = new SchemaScript(catalog);
    script.sequences();
    catalog.plainTables().forEach(script::table);
    script.places();
    catalog.plainTables().forEach(script::indexes);
    catalog.foreignKeys().all().forEach(script::foreignKey);
    script.views();
    catalog.procedures().jars().forEach(script::jar);
    catalog.procedures().all().forEach(script::procedure);
    return script.statements.stream().map(each -> each + ";\n").collect(Collectors.joining("\n"));
  }

  /** Those that a column brings along come with its table. */
  private void sequences() {
    for (Sequence sequence : catalog.sequences().all()) {
      if (identity(sequence).isEmpty()) {
        statements.add(
            "CREATE SEQUENCE "
                + quoted(sequence.name())
                + " AS "
                + sequence.definition().type()
                + options(sequence.definition()));
      }
    }
  }

  /** The identity column that a sequence is of. */
  private Optional<Column> identity(Sequence sequence) {
    Sequence.Owner owner = sequence.owner();
    if (owner == null) {
      return Optional.empty();
    }
    return catalog
        .find(owner.table())
        .map(table -> table.column(table.ordinal(owner.column())))
        .filter(column -> column.drawing().isIdentity());
  }

  private static String options(SequenceDefinition definition) {
    return " INCREMENT BY %d MINVALUE %d MAXVALUE %d START WITH %d CACHE %d%s"
        .formatted(
            definition.increment(),
            definition.min(),
            definition.max(),
            definition.start(),
            definition.cache(),
            definition.cycle() ? " CYCLE" : "");
  }

  private void table(Table table) {
    List<String> parts = new ArrayList<>();
    table.columns().forEach(column -> parts.add(column(column)));
    if (table.hasPrimaryKey()) {
      List<String> key =
          table.primaryKey().stream().map(ordinal -> table.column(ordinal).name()).toList();
      parts.add("PRIMARY KEY " + list(key));
    }
    for (Check check : table.checks()) {
      parts.add("CONSTRAINT " + quoted(check.name()) + " CHECK (" + check.text() + ")");
    }
    String partition =
        table.isReplicated()
            ? ""
            : " PARTITION BY HASH (" + quoted(table.column(table.partitionColumn()).name()) + ")";
    statements.add(
        parts.stream()
            .map(part -> "  " + part)
            .collect(
                Collectors.joining(
                    ",\n", "CREATE TABLE " + quoted(table.name()) + " (\n", "\n)" + partition)));
  }

  private String column(Column column) {
    String text =
        quoted(column.name()) + " " + column.type() + (column.nullable() ? "" : " NOT NULL");
    Drawing drawing = column.drawing();
    if (drawing.isIdentity()) {
      String name = drawing.sequences().getFirst();
      Sequence sequence = catalog.sequences().find(name).orElseThrow();
      String when = drawing.identity() == Drawing.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT";
      String options = options(sequence.definition()).strip();
      return text + " GENERATED " + when + " AS IDENTITY (" + options + ")";
    }
    String byDefault = column.defaultText();
    return byDefault == null ? text : text + " DEFAULT " + byDefault;
  }

  /** Whose sequences are, what they are called, and which number comes next. */
  private void places() {
    for (Sequence sequence : catalog.sequences().all()) {
      Sequence.Owner owner = sequence.owner();
      if (owner != null) {
        String made = owner.table() + "_" + owner.column() + "_seq";
        if (identity(sequence).isEmpty()) {
          statements.add(
              "ALTER SEQUENCE %s OWNED BY %s.%s"
                  .formatted(
                      quoted(sequence.name()), quoted(owner.table()), quoted(owner.column())));
        } else if (!made.equals(sequence.name())) {
          statements.add(
              "ALTER SEQUENCE %s RENAME TO %s".formatted(quoted(made), quoted(sequence.name())));
        }
      }
      next(sequence)
          .ifPresent(next ->
              statements.add(
                  "ALTER SEQUENCE %s RESTART WITH %d".formatted(quoted(sequence.name()), next)));
    }
  }

  /** The number with which it goes on; empty: it was never asked, or has no more numbers. */
  private static Optional<Long> next(Sequence sequence) {
    SequenceDefinition definition = sequence.definition();
    SequenceCounter.Place place = sequence.counter().place();
    if (!place.called()) {
      return place.last() == definition.start() ? Optional.empty() : Optional.of(place.last());
    }
    boolean up = definition.increment() > 0;
    long room = up ? definition.max() - place.last() : place.last() - definition.min();
    if (Long.compareUnsigned(room, Math.abs(definition.increment())) >= 0) {
      return Optional.of(place.last() + definition.increment());
    }
    return definition.cycle()
        ? Optional.of(up ? definition.min() : definition.max())
        : Optional.empty();
  }

  private void indexes(Table table) {
    for (Index index : table.indexes()) {
      List<String> parts = new ArrayList<>();
      for (int part = 0; part < index.columns().size(); part++) {
        Computed computed = index.computed(part);
        String key =
            computed == null
                ? quoted(table.column(index.columns().get(part)).name())
                : "(" + computed.text() + ")";
        parts.add(key + (index.orders().isEmpty() ? "" : index.orders().get(part)));
      }
      Computed rows = index.predicate();
      statements.add(
          (index.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
              + quoted(index.name())
              + " ON "
              + quoted(table.name())
              + parts.stream().collect(Collectors.joining(", ", " (", ")"))
              + (rows == null ? "" : " WHERE " + rows.text()));
    }
  }

  private void foreignKey(ForeignKey key) {
    statements.add(
        "ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY %s REFERENCES %s %s ON DELETE %s ON UPDATE %s"
            .formatted(
                quoted(key.table()),
                quoted(key.name()),
                list(key.columns()),
                quoted(key.parent()),
                list(key.parentColumns()),
                key.onDelete().sql(),
                key.onUpdate().sql()));
  }

  private record Viewed(String name, String statement, List<String> sources) {
    boolean readsOneOf(List<Viewed> others) {
      return others.stream().anyMatch(other -> sources.contains(other.name()));
    }
  }

  /** Each behind those that it reads. */
  private void views() {
    List<Viewed> left = new ArrayList<>();
    for (View view : catalog.views().all()) {
      left.add(viewed("VIEW", view.name(), view.columns(), view.text(), view.sources()));
    }
    for (Table table : catalog.materializedViews()) {
      Derivation view = table.derivation();
      if (view != null) {
        left.add(
            viewed("MATERIALIZED VIEW", table.name(), view.columns(), view.text(), view.sources()));
      }
    }
    while (!left.isEmpty()) {
      Viewed next =
          left.stream()
              .filter(view -> !view.readsOneOf(left))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no view reads itself"));
      statements.add(next.statement());
      left.remove(next);
    }
  }

  private static Viewed viewed(
      String kind, String name, List<Column> columns, String text, List<String> sources) {
    List<String> names = columns.stream().map(Column::name).toList();
    String head = "CREATE " + kind + " " + quoted(name) + " " + list(names) + " AS\n";
    return new Viewed(name, head + text, sources);
  }

  private void jar(Jar jar) {
    String bytes = HexFormat.of().formatHex(jar.bytes());
    statements.add("CREATE JAR " + quoted(jar.name()) + " AS '\\x" + bytes + "'");
  }

  private void procedure(Procedure procedure) {
    String partition =
        procedure.isOfOnePartition()
            ? "\n  PARTITION BY ("
                + quoted(procedure.parameters().get(procedure.partitionParameter()).name())
                + ")"
            : "";
    statements.add(
        "CREATE PROCEDURE "
            + quoted(procedure.name())
            + parameters(procedure.parameters())
            + answer(procedure.answer())
            + partition
            + body(procedure.body()));
  }

  private static String parameters(Collection<Procedure.Parameter> parameters) {
    return parameters.stream()
        .map(each -> quoted(each.name()) + " " + each.type())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String answer(Procedure.Answer answer) {
    return switch (answer) {
      case Procedure.Answer.AsItComes() -> "";
      case Procedure.Answer.Scalar(var type) -> "\n  RETURNS " + type;
      case Procedure.Answer.Rows(var columns) -> "\n  RETURNS TABLE " + parameters(columns);
    };
  }

  private static String body(Procedure.Body body) {
    return switch (body) {
      case Procedure.Body.Sql(String text) -> {
        String quote = text.contains("$$") ? "$body$" : "$$";
        yield "\n  LANGUAGE SQL AS " + quote + text + quote;
      }
      case Procedure.Body.Java(String name, Jar jar) ->
          "\n  LANGUAGE JAVA AS '" + name.replace("'", "''") + "' USING JAR " + quoted(jar.name());
    };
  }

  private static String list(List<String> names) {
    return names.stream().map(SchemaScript::quoted).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
