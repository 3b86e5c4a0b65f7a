package dev.coulomb.node.plan.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.stored.StoredCatalog.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the bytes are, they are a whole catalog or one exception. */
class DamagedCatalogTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without them it is another catalog, of the same format. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "default",
          "partitionColumn",
          "predicate",
          "derivation",
          "condition",
          "argument",
          "filter",
          "else",
          "owner",
          "returns",
          "returnsTable",
          "partitionParameter");

  private static Image image;

  @BeforeAll
  static void make() throws IOException {
    image = StoredCatalog.encode(RichCatalog.make());
  }

  @Test
  void aCatalogThatIsCutOffIsRefused() {
    int length = image.json().length;
    for (int end = 0; end < length; end += 1 + end / 100) {
      assertRefused(Arrays.copyOf(image.json(), end));
    }
  }

  @Test
  void aCatalogWithBytesBehindItIsRefused() {
    byte[] longer = Arrays.copyOf(image.json(), image.json().length + 2);
    longer[image.json().length] = '{';
    longer[image.json().length + 1] = '}';
    assertRefused(longer);
  }

  @Test
  void everyFieldIsNeeded() throws IOException {
    for (Place place : places()) {
      ObjectNode object = place.object();
      JsonNode value = object.remove(place.field());
      if (!OPTIONAL.contains(place.field())) {
        assertRefused(JSON.writeValueAsBytes(place.root()));
      }
      object.set(place.field(), value);
    }
  }

  @Test
  void everyFieldIsOfItsType() throws IOException {
    for (Place place : places()) {
      ObjectNode object = place.object();
      JsonNode value = object.get(place.field());
      object.set(
          place.field(),
          value.isBoolean() ? JSON.createArrayNode() : JSON.getNodeFactory().booleanNode(true));
      if (!place.field().equals("literal")) {
        assertRefused(JSON.writeValueAsBytes(place.root()));
      }
      object.set(place.field(), value);
    }
  }

  @Test
  void noFieldIsUnknown() throws IOException {
    for (Place place : places()) {
      place.object().put("more", 1);
      assertRefused(JSON.writeValueAsBytes(place.root()));
      place.object().remove("more");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"nextId\":', '\"nextId\":1,\"was\":', 'nobody knows what this is: /was'",
    "'\"version\":', '\"version\":0,\"version\":', 'it is no JSON'",
    "'\"call\":\"LOWER\"', '\"call\":\"LOUDER\"', 'a name is unknown: LOUDER'",
    "'\"numeric(12,2)\"', '\"numeric(12)\"', 'a type is unknown: numeric(12)'",
    "'\"numeric(12,2)\"', '\"varnumeric(0,2)\"', 'a type is unknown: varnumeric(0,2)'",
    "'\"parent\":\"customers\"', '\"parent\":\"cats\"', 'the foreign key of the catalog cannot be'",
    "'\"increment\":-1', '\"increment\":0', 'the sequence of the catalog cannot be: down'",
    "'\"name\":\"richer\"', '\"name\":\"rich\"', 'the view of the catalog cannot be: rich'",
    "'\"jar\":\"tools\"', '\"jar\":\"tool\"', 'a procedure is in no jar of the catalog'",
    "'\"column\":4', '\"column\":44', 'a column of the catalog cannot be'",
    "'\"primaryKey\":[0]', '\"primaryKey\":[-1]', 'a column of the catalog cannot be'"
  })
  void whatDoesNotFitIsNamed(String from, String to, String said) {
    String json = new String(image.json(), StandardCharsets.US_ASCII);
    assertThat(json).contains(from);
    byte[] other = json.replaceFirst(Pattern.quote(from), to).getBytes(StandardCharsets.US_ASCII);
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> StoredCatalog.decode(other, image.jars()::get))
        .withMessageContaining("the catalog is damaged: ")
        .withMessageContaining(said);
  }

  @Test
  void damageAnywhereIsNeverHalfACatalog() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = image.json().clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Catalog other = StoredCatalog.decode(damaged, image.jars()::get);
        StoredCatalog.encode(other);
      } catch (CatalogFormatException refused) {
        assertThat(refused).hasMessageStartingWith("the ");
      } catch (RuntimeException | Error wrong) {
        fail("seed " + SEED + " round " + round, wrong);
      }
    }
  }

  private static void assertRefused(byte[] json) {
    assertThatExceptionOfType(CatalogFormatException.class)
        .as(() -> new String(json, StandardCharsets.US_ASCII))
        .isThrownBy(() -> StoredCatalog.decode(json, image.jars()::get));
  }

  /** A field of an object somewhere in a catalog. */
  private record Place(JsonNode root, ObjectNode object, String field) {}

  private static List<Place> places() throws IOException {
    JsonNode root = JSON.readTree(image.json());
    List<Place> places = new ArrayList<>();
    collect(root, root, places);
    return places;
  }

  private static void collect(JsonNode root, JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> places.add(new Place(root, object, name)));
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(root, child, places));
    }
  }
}
