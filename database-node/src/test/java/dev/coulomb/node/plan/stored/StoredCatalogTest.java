package dev.coulomb.node.plan.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.CatalogParts;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.stored.StoredCatalog.Image;
import dev.coulomb.node.types.TypeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files in {@code catalog} lie on disks: a format that was released is read for ever. */
class StoredCatalogTest {
  private static final Path GOLDEN = Path.of("src/test/resources/catalog");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aRichCatalogIsWrittenAsItAlwaysWas() throws IOException {
    JsonNode written = JSON.readTree(StoredCatalog.encode(RichCatalog.make()).json());
    assertThat(written.toPrettyString() + "\n").isEqualTo(golden("format-1.json"));
  }

  @Test
  void whatWasWrittenOnceIsRead() throws IOException, CatalogFormatException {
    Catalog made = RichCatalog.make();
    byte[] once = golden("format-1.json").getBytes(StandardCharsets.UTF_8);
    Catalog read = StoredCatalog.decode(once, StoredCatalog.encode(made).jars()::get);
    assertSame(made, read);
  }

  @Test
  void everythingComesBack() throws IOException, CatalogFormatException {
    Catalog made = RichCatalog.make();
    Image image = StoredCatalog.encode(made);
    Catalog read = StoredCatalog.decode(image.json(), image.jars()::get);
    assertSame(made, read);
    assertThat(StoredCatalog.encode(read).json()).isEqualTo(image.json());
  }

  private static void assertSame(Catalog made, Catalog read) {
    CatalogParts expected = CatalogParts.of(made);
    CatalogParts parts = CatalogParts.of(read);
    assertThat(parts.version()).isEqualTo(expected.version());
    assertThat(parts.nextId()).isEqualTo(expected.nextId());
    assertThat(parts.tables()).isEqualTo(expected.tables());
    assertThat(parts.views()).isEqualTo(expected.views());
    assertThat(parts.foreignKeys()).isEqualTo(expected.foreignKeys());
    assertThat(parts.sequences())
        .usingRecursiveComparison()
        .withEqualsForType(StoredCatalogTest::sameCounter, SequenceCounter.class)
        .isEqualTo(expected.sequences());
    assertThat(parts.routines()).usingRecursiveComparison().isEqualTo(expected.routines());
  }

  private static boolean sameCounter(SequenceCounter one, SequenceCounter other) {
    return one.mark().equals(other.mark()) && one.restarts() == other.restarts();
  }

  @Test
  void theSameJarIsOneJarOfAllItsProcedures() throws IOException, CatalogFormatException {
    Image image = StoredCatalog.encode(RichCatalog.make());
    Catalog read = StoredCatalog.decode(image.json(), image.jars()::get);
    assertThat(jar(read, "first")).isSameAs(jar(read, "second"));
    assertThat(jar(read, "first")).isSameAs(read.procedures().jar("tools"));
    assertThat(image.jars()).as("two of the three have the same bytes").hasSize(2);
  }

  private static Object jar(Catalog catalog, String procedure) {
    return ((Procedure.Body.Java) catalog.procedures().procedure(procedure).body()).jar();
  }

  @Test
  void aCatalogThatWasReadIsChangedAsTheOneThatWasWritten()
      throws IOException, CatalogFormatException {
    Catalog made = RichCatalog.make();
    Image image = StoredCatalog.encode(made);
    Catalog read = StoredCatalog.decode(image.json(), image.jars()::get);
    var drop = new SchemaChange.DropTable(List.of("customers"), false, true);
    assertThat(StoredCatalog.encode(SchemaChanges.apply(read, drop)).json())
        .isEqualTo(StoredCatalog.encode(SchemaChanges.apply(made, drop)).json());
  }

  @Test
  void theEmptyCatalogComesBack() throws CatalogFormatException {
    Image image = StoredCatalog.encode(Catalog.EMPTY);
    assertThat(StoredCatalog.encode(StoredCatalog.decode(image.json(), image.jars()::get)).json())
        .isEqualTo(image.json());
  }

  /** Renaming one of them, or taking one away, makes catalogs unreadable that lie on disks. */
  @Test
  void noNameIsEverForgotten() throws IOException {
    Map<String, List<String>> known =
        JSON.readValue(golden("names.json"), new TypeReference<TreeMap<String, List<String>>>() {});
    Map<String, List<String>> names = new TreeMap<>();
    names.put("types", Stream.of(TypeKind.values()).map(TypeKind::sqlName).toList());
    names.put("functions", names(Function.values()));
    names.put("identities", names(Drawing.Identity.values()));
    names.put("measures", names(Derivation.Kind.values()));
    names.put("actions", names(ForeignKey.Action.values()));
    for (Map.Entry<String, List<String>> each : names.entrySet()) {
      assertThat(each.getValue())
          .as("%s: what is new is added to names.json, what is there stays", each.getKey())
          .containsExactlyInAnyOrderElementsOf(known.getOrDefault(each.getKey(), List.of()));
    }
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).collect(Collectors.toList());
  }

  @Test
  void whatANewerVersionWroteIsRefused() throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(golden("format-1.json"));
    root.put("format", 2).put("something", "new");
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> StoredCatalog.decode(JSON.writeValueAsBytes(root), digest -> null))
        .withMessageContaining("was written by a newer version");
  }

  @Test
  void aJarWithoutItsBytesIsRefused() throws IOException {
    Image image = StoredCatalog.encode(RichCatalog.make());
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> StoredCatalog.decode(image.json(), digest -> null))
        .withMessageContaining("the bytes of a jar are missing: copy_of_tools");
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> StoredCatalog.decode(image.json(), digest -> new byte[] {1}))
        .withMessageContaining("the bytes of a jar are damaged: copy_of_tools");
  }

  private static String golden(String name) throws IOException {
    return Files.readString(GOLDEN.resolve(name));
  }
}
