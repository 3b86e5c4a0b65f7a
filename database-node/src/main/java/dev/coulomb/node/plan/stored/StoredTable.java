package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables and materialized views; the fields are listed at {@link StoredCatalog}. */
final class StoredTable {
  private StoredTable() {}

  static void write(Table table, ObjectNode to) {
    to.put("id", table.id()).put("name", table.name());
    columns(table.columns(), to.putArray("columns"));
    integers(table.primaryKey(), to.putArray("primaryKey"));
    if (!table.isReplicated()) {
      to.put("partitionColumn", table.partitionColumn());
    }
    ArrayNode indexes = to.putArray("indexes");
    table.indexes().forEach(index -> write(index, indexes.addObject()));
    ArrayNode checks = to.putArray("checks");
    for (Check check : table.checks()) {
      ObjectNode one = checks.addObject().put("name", check.name()).put("text", check.text());
      texts(check.columns(), one.putArray("columns"));
    }
    Derivation derivation = table.derivation();
    if (derivation != null) {
      write(derivation, to.putObject("derivation"));
    }
  }

  static Table read(Fields from) throws CatalogFormatException {
    Table table =
        new Table(
            from.integer("id"),
            from.text("name"),
            from.objects("columns", StoredTable::column),
            from.integers("primaryKey"),
            from.has("partitionColumn") ? from.integer("partitionColumn") : Table.REPLICATED,
            from.objects("indexes", StoredTable::index),
            from.objects("checks", StoredTable::check));
    @Nullable Derivation derivation = from.objectOrNull("derivation", StoredTable::derivation);
    return derivation == null ? table : table.derived(derivation);
  }

  private static Check check(Fields from) throws CatalogFormatException {
    return new Check(from.text("name"), from.text("text"), from.texts("columns"));
  }

  static void columns(List<Column> columns, ArrayNode to) {
    for (Column column : columns) {
      ObjectNode one =
          to.addObject()
              .put("name", column.name())
              .put("type", StoredType.text(column.type()))
              .put("nullable", column.nullable());
      if (column.defaultText() != null) {
        one.put("default", column.defaultText());
      }
      Drawing drawing = column.drawing();
      Invariant.that(drawing.wanted() == null, "the sequences of a catalog's columns are there");
      one.put("identity", drawing.identity().name());
      texts(drawing.sequences(), one.putArray("sequences"));
    }
  }

  static Column column(Fields from) throws CatalogFormatException {
    return new Column(
        from.text("name"),
        StoredType.read(from, "type"),
        from.truth("nullable"),
        from.textOrNull("default"),
        new Drawing(
            from.constant("identity", Drawing.Identity.class), from.texts("sequences"), null));
  }

  private static void write(Index index, ObjectNode to) {
    to.put("id", index.id()).put("name", index.name()).put("unique", index.unique());
    integers(index.columns(), to.putArray("columns"));
    ArrayNode computed = to.putArray("computed");
    index.computed().forEach(value -> write(value, computed.addObject()));
    Computed predicate = index.predicate();
    if (predicate != null) {
      write(predicate, to.putObject("predicate"));
    }
    texts(index.orders(), to.putArray("orders"));
  }

  private static Index index(Fields from) throws CatalogFormatException {
    return new Index(
        from.integer("id"),
        from.text("name"),
        from.integers("columns"),
        from.truth("unique"),
        from.objects("computed", StoredTable::computed),
        from.objectOrNull("predicate", StoredTable::computed),
        from.texts("orders"));
  }

  private static void write(Computed computed, ObjectNode to) {
    to.put("name", computed.name())
        .put("text", computed.text())
        .put("type", StoredType.text(computed.type()));
    StoredExpression.write(computed.value(), to.putObject("value"));
  }

  private static Computed computed(Fields from) throws CatalogFormatException {
    return new Computed(
        from.text("name"),
        from.text("text"),
        StoredType.read(from, "type"),
        from.object("value", StoredExpression::read));
  }

  private static void write(Derivation derivation, ObjectNode to) {
    to.put("source", derivation.source()).put("text", derivation.text());
    columns(derivation.columns(), to.putArray("columns"));
    texts(derivation.sources(), to.putArray("sources"));
    write(derivation.condition(), to, "condition");
    ArrayNode keys = to.putArray("keys");
    derivation.keys().forEach(key -> StoredExpression.write(key, keys.addObject()));
    ArrayNode measures = to.putArray("measures");
    for (Derivation.Measure measure : derivation.measures()) {
      ObjectNode one = measures.addObject().put("kind", measure.kind().name());
      write(measure.argument(), one, "argument");
      write(measure.filter(), one, "filter");
      one.put("type", StoredType.text(measure.type()));
    }
    to.put("placed", derivation.placed());
  }

  private static void write(@Nullable Scalar value, ObjectNode to, String field) {
    if (value != null) {
      StoredExpression.write(value, to.putObject(field));
    }
  }

  private static Derivation derivation(Fields from) throws CatalogFormatException {
    return new Derivation(
        from.integer("source"),
        from.text("text"),
        from.objects("columns", StoredTable::column),
        from.texts("sources"),
        from.objectOrNull("condition", StoredExpression::read),
        from.<Scalar>objects("keys", StoredExpression::read),
        from.objects("measures", StoredTable::measure),
        from.truth("placed"));
  }

  private static Derivation.Measure measure(Fields from) throws CatalogFormatException {
    Derivation.Kind kind = from.constant("kind", Derivation.Kind.class);
    SqlType type = StoredType.read(from, "type");
    return new Derivation.Measure(
        kind,
        from.objectOrNull("argument", StoredExpression::read),
        from.objectOrNull("filter", StoredExpression::read),
        type);
  }

  static void texts(List<String> texts, ArrayNode to) {
    texts.forEach(to::add);
  }

  private static void integers(List<Integer> integers, ArrayNode to) {
    integers.forEach(to::add);
  }
}
