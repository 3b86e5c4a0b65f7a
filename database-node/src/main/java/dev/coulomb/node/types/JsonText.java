package dev.coulomb.node.types;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** json, kept as it was written, and jsonb, in PostgreSQL's normal form. */
final class JsonText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** PostgreSQL's order of keys: shorter first, then by their bytes. */
  private static final Comparator<byte[]> KEY_ORDER =
      Comparator.<byte[]>comparingInt(key -> key.length)
          .thenComparing(java.util.Arrays::compareUnsigned);

  private JsonText() {}

  /** The text itself, when it is JSON. */
  static String checked(String text) {
    read(text, "json");
    return text;
  }

  /** Keys sorted and unique (the last one wins), one blank after {@code :} and {@code ,}. */
  static String normalised(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    write(read(text, "jsonb"), out);
    return out.toString();
  }

  private static JsonNode read(String text, String type) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw TextFormat.invalid(SqlState.INVALID_TEXT_REPRESENTATION, type, text);
      }
      return node;
    } catch (JacksonException e) {
      throw TextFormat.invalid(SqlState.INVALID_TEXT_REPRESENTATION, type, text);
    }
  }

  private static void write(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      writeObject(node, out);
    } else if (node.isArray()) {
      out.append('[');
      for (int i = 0; i < node.size(); i++) {
        out.append(i == 0 ? "" : ", ");
        write(node.get(i), out);
      }
      out.append(']');
    } else if (node.isTextual()) {
      quote(node.textValue(), out);
    } else if (node.isNumber()) {
      out.append(node.decimalValue().toPlainString());
    } else {
      out.append(node.asText());
    }
  }

  private static void writeObject(JsonNode node, StringBuilder out) {
    List<byte[]> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(name -> keys.add(name.getBytes(StandardCharsets.UTF_8)));
    keys.sort(KEY_ORDER);
    out.append('{');
    for (int i = 0; i < keys.size(); i++) {
      String key = new String(keys.get(i), StandardCharsets.UTF_8);
      out.append(i == 0 ? "" : ", ");
      quote(key, out);
      out.append(": ");
      write(node.get(key), out);
    }
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
