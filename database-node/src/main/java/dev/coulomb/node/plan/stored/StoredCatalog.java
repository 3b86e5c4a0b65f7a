package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.CatalogParts;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.View;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as bytes, and back. They are JSON in ASCII: one object, of which this is format 1; in
 * brackets what is left out when there is none.
 *
 * <pre>
 * format             number: 1
 * version, nextId    numbers
 * tables             materialized views too; by name, as all lists but the last
 *   id, name
 *   columns          name, type, nullable, [default]: its text, identity: NONE, ALWAYS, BY_DEFAULT,
 *                    sequences: names of those that the default draws from
 *   primaryKey       ordinals; none: rows have hidden ids
 *   [partitionColumn]  ordinal; none: replicated
 *   indexes          id, name, unique, columns: ordinals, and −1 − place of what is computed,
 *                    computed, [predicate], orders: texts
 *   checks           name, text, columns: names
 *   [derivation]     of a materialized view: source: id of a table, text, columns, sources: names,
 *                    [condition], keys, measures: kind (COUNT, SUM, MIN, MAX), [argument], [filter],
 *                    type; placed
 * views              id, name, columns, outputs, text, sources
 * sequences          id, name, type, start, increment, min, max, cache, cycle,
 *                    [owner]: table, column; counter: restarts, moves, last, called; see
 *                    SequenceMove
 * jars               name, sha256: of its bytes, in hexadecimal
 * procedures         id, name, parameters: name, type, [returns]: a type, or [returnsTable]: name,
 *                    type; [partitionParameter]: ordinal, none: all partitions; sql: text, or
 *                    className and jar: a name
 * foreignKeys        name, table, columns, parent, parentColumns, onDelete, onUpdate: NO_ACTION,
 *                    RESTRICT, CASCADE, SET_NULL; in the order in which they were made
 * </pre>
 *
 * <p>What is computed is name, text, type, value: a tree (see {@link StoredExpression}). A type is
 * a text, as PostgreSQL writes it. Ordinals begin at 0.
 *
 * <p>A field that is not in this list is damage, and refused: whoever adds one raises the format,
 * reads the formats before it, and says here what they mean. Names of constants, functions and
 * types stand in bytes that are years old; a test keeps the list of them.
 */
public final class StoredCatalog {
  private static final int FORMAT = 1;

  /** Of JSON: expressions are bounded when they are planned. */
  private static final int NESTING_MAX = 2_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_MAX)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(NESTING_MAX).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private StoredCatalog() {}

  /**
   * A catalog as bytes.
   *
   * @param json without the bytes of jars
   * @param jars the jars it names, by the SHA-256 of their bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Image(byte[] json, SortedMap<String, byte[]> jars) {
    public Image {
      jars = Collections.unmodifiableSortedMap(jars);
    }
  }

  /**
   * Writes a catalog; the same catalog gives the same bytes. Its counters are where they are at the
   * moment they are asked: of what they give after that, the log is told first. So whoever reads
   * bytes and a log together begins in the log at a place that was there before this is called. Any
   * thread.
   */
  public static Image encode(Catalog catalog) {
    CatalogParts parts = CatalogParts.of(catalog);
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", parts.version()).put("nextId", parts.nextId());
    ArrayNode tables = root.putArray("tables");
    parts.tables().forEach(table -> StoredTable.write(table, tables.addObject()));
    ArrayNode views = root.putArray("views");
    parts.views().forEach(view -> write(view, views.addObject()));
    ArrayNode sequences = root.putArray("sequences");
    parts.sequences().forEach(sequence -> StoredSequence.write(sequence, sequences.addObject()));
    ArrayNode jars = root.putArray("jars");
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    for (Jar jar : parts.routines().jars()) {
      jars.addObject().put("name", jar.name()).put("sha256", jar.sha256());
      bytes.put(jar.sha256(), jar.bytes());
    }
    ArrayNode procedures = root.putArray("procedures");
    parts
        .routines()
        .procedures()
        .forEach(procedure -> StoredProcedure.write(procedure, procedures.addObject()));
    ArrayNode keys = root.putArray("foreignKeys");
    parts.foreignKeys().forEach(key -> write(key, keys.addObject()));
    return new Image(bytes(root), bytes);
  }

  static byte[] bytes(ObjectNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  /**
   * Reads a catalog.
   *
   * @param jars gives the bytes of a jar by their SHA-256, or null where there are none
   * @throws CatalogFormatException when the bytes are no catalog, whole and sound
   */
  public static Catalog decode(byte[] json, Function<String, byte @Nullable []> jars)
      throws CatalogFormatException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new CatalogFormatException("the catalog is damaged: it is no JSON", e);
    }
    int format = root.path("format").asInt();
    if (format > FORMAT) {
      throw new CatalogFormatException(
          "the catalog was written by a newer version: its format is "
              + format
              + ", known are those up to "
              + FORMAT);
    }
    if (format < FORMAT) {
      throw new CatalogFormatException("the catalog is damaged: it has no format");
    }
    CatalogParts parts = Fields.read(root, from -> parts(from, jars));
    try {
      return parts.toCatalog();
    } catch (IllegalArgumentException unsound) {
      throw new CatalogFormatException("the catalog is damaged: " + unsound.getMessage(), unsound);
    }
  }

  private static CatalogParts parts(Fields from, Function<String, byte @Nullable []> bytes)
      throws CatalogFormatException {
    from.integer("format");
    List<Jar> jars = from.objects("jars", each -> jar(each, bytes));
    Map<String, Jar> byName = new HashMap<>();
    jars.forEach(jar -> byName.put(jar.name(), jar));
    return new CatalogParts(
        from.number("version"),
        from.integer("nextId"),
        from.objects("tables", StoredTable::read),
        from.objects("views", StoredCatalog::view),
        from.objects("sequences", StoredSequence::read),
        new CatalogParts.Routines(
            from.objects("procedures", each -> StoredProcedure.read(each, byName)), jars),
        from.objects("foreignKeys", StoredCatalog::foreignKey));
  }

  private static Jar jar(Fields from, Function<String, byte @Nullable []> bytes)
      throws CatalogFormatException {
    String name = from.text("name");
    String digest = from.text("sha256");
    byte[] found = bytes.apply(digest);
    if (found == null) {
      throw new CatalogFormatException("the bytes of a jar are missing: " + name + " " + digest);
    }
    Jar jar = new Jar(name, found);
    if (!jar.sha256().equals(digest)) {
      throw new CatalogFormatException("the bytes of a jar are damaged: " + name + " " + digest);
    }
    return jar;
  }

  private static void write(View view, ObjectNode to) {
    to.put("id", view.id()).put("name", view.name());
    StoredTable.columns(view.columns(), to.putArray("columns"));
    StoredTable.texts(view.outputs(), to.putArray("outputs"));
    to.put("text", view.text());
    StoredTable.texts(view.sources(), to.putArray("sources"));
  }

  private static View view(Fields from) throws CatalogFormatException {
    return new View(
        from.integer("id"),
        from.text("name"),
        from.objects("columns", StoredTable::column),
        from.texts("outputs"),
        from.text("text"),
        from.texts("sources"));
  }

  private static void write(ForeignKey key, ObjectNode to) {
    to.put("name", key.name()).put("table", key.table());
    StoredTable.texts(key.columns(), to.putArray("columns"));
    to.put("parent", key.parent());
    StoredTable.texts(key.parentColumns(), to.putArray("parentColumns"));
    to.put("onDelete", key.onDelete().name()).put("onUpdate", key.onUpdate().name());
  }

  private static ForeignKey foreignKey(Fields from) throws CatalogFormatException {
    return new ForeignKey(
        from.text("name"),
        from.text("table"),
        from.texts("columns"),
        from.text("parent"),
        from.texts("parentColumns"),
        from.constant("onDelete", ForeignKey.Action.class),
        from.constant("onUpdate", ForeignKey.Action.class));
  }
}
