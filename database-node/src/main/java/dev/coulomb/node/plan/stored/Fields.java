package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object that was written down. Each must be there, be of its type, and be asked
 * for: what nobody knows is refused. Confined to one thread.
 */
final class Fields {
  private final JsonNode object;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** What makes something of the fields of an object. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Fields fields) throws CatalogFormatException;
  }

  /** What the whole of a text is. */
  static <T> T read(JsonNode root, Reader<T> reader) throws CatalogFormatException {
    return read(root, "", reader);
  }

  private static <T> T read(JsonNode node, String path, Reader<T> reader)
      throws CatalogFormatException {
    if (!node.isObject()) {
      throw new CatalogFormatException("the catalog is damaged: no object at /" + path);
    }
    Fields fields = new Fields(node, path);
    T made = reader.read(fields);
    for (var names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.asked.contains(name)) {
        throw fields.damaged(name, "nobody knows what this is");
      }
    }
    return made;
  }

  /** What is to be said of a field that is not as it should be. */
  CatalogFormatException damaged(String field, String what) {
    return new CatalogFormatException("the catalog is damaged: " + what + ": " + at(field));
  }

  private String at(String field) {
    return path + "/" + field;
  }

  boolean has(String field) {
    return object.has(field);
  }

  /** The value itself. */
  JsonNode node(String field) throws CatalogFormatException {
    asked.add(field);
    JsonNode value = object.get(field);
    if (value == null) {
      throw damaged(field, "a field is missing");
    }
    return value;
  }

  private JsonNode node(String field, boolean isOfType) throws CatalogFormatException {
    JsonNode value = node(field);
    if (!isOfType) {
      throw damaged(field, "a field is of another type");
    }
    return value;
  }

  String text(String field) throws CatalogFormatException {
    return node(field, object.path(field).isTextual()).textValue();
  }

  @Nullable String textOrNull(String field) throws CatalogFormatException {
    return has(field) ? text(field) : null;
  }

  int integer(String field) throws CatalogFormatException {
    return node(field, isInteger(object.path(field))).intValue();
  }

  long number(String field) throws CatalogFormatException {
    return node(field, isLong(object.path(field))).longValue();
  }

  boolean truth(String field) throws CatalogFormatException {
    return node(field, object.path(field).isBoolean()).booleanValue();
  }

  private static boolean isInteger(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt();
  }

  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  /** The constant of this name. */
  <E extends Enum<E>> E constant(String field, Class<E> type) throws CatalogFormatException {
    String name = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw damaged(field, "a name is unknown: " + name);
  }

  <T> T object(String field, Reader<T> reader) throws CatalogFormatException {
    return read(node(field), at(field), reader);
  }

  <T> @Nullable T objectOrNull(String field, Reader<T> reader) throws CatalogFormatException {
    return has(field) ? object(field, reader) : null;
  }

  <T> List<T> objects(String field, Reader<T> reader) throws CatalogFormatException {
    List<T> all = new ArrayList<>();
    for (JsonNode element : node(field, object.path(field).isArray())) {
      all.add(read(element, at(field) + "/" + all.size(), reader));
    }
    return all;
  }

  List<String> texts(String field) throws CatalogFormatException {
    List<String> all = new ArrayList<>();
    for (JsonNode element : node(field, object.path(field).isArray())) {
      if (!element.isTextual()) {
        throw damaged(field, "a field is of another type");
      }
      all.add(element.textValue());
    }
    return all;
  }

  List<Integer> integers(String field) throws CatalogFormatException {
    List<Integer> all = new ArrayList<>();
    for (JsonNode element : node(field, object.path(field).isArray())) {
      if (!isInteger(element)) {
        throw damaged(field, "a field is of another type");
      }
      all.add(element.intValue());
    }
    return all;
  }
}
