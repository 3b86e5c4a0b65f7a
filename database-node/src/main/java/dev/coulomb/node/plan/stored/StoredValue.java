package dev.coulomb.node.plan.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of SQL types, exactly; which Java class they are of, {@link SqlType} says.
 *
 * <pre>
 * null                       null
 * boolean                    true, false
 * integers, dates, times     number: what it counts, as SqlType says
 * real, double precision     text: as Java writes it, so that it is read as the same; NaN, Infinity
 * numeric                    text: as BigDecimal writes it, with its scale
 * text and its like, json    text
 * bytea                      text: hexadecimal
 * interval                   object: months, days, micros
 * uuid                       text
 * </pre>
 */
final class StoredValue {
  private static final HexFormat HEX = HexFormat.of();

  private StoredValue() {}

  static void write(TypeKind kind, @Nullable Object value, ObjectNode to, String field) {
    if (value == null) {
      to.putNull(field);
      return;
    }
    switch (kind) {
      case BOOLEAN -> to.put(field, (Boolean) value);
      case SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          to.put(field, (Long) value);
      case REAL -> to.put(field, Float.toString((Float) value));
      case DOUBLE -> to.put(field, Double.toString((Double) value));
      case NUMERIC -> to.put(field, ((BigDecimal) value).toString());
      case TEXT, VARCHAR, CHAR, JSON, JSONB -> to.put(field, (String) value);
      case BYTEA -> to.put(field, HEX.formatHex((byte[]) value));
      case INTERVAL -> {
        Interval interval = (Interval) value;
        to.putObject(field)
            .put("months", interval.months())
            .put("days", interval.days())
            .put("micros", interval.micros());
      }
      case UUID -> to.put(field, value.toString());
    }
  }

  static @Nullable Object read(TypeKind kind, Fields from, String field)
      throws CatalogFormatException {
    JsonNode node = from.node(field);
    if (node.isNull()) {
      return null;
    }
    try {
      return switch (kind) {
        case BOOLEAN -> from.truth(field);
        case SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> from.number(field);
        case REAL -> Float.valueOf(from.text(field));
        case DOUBLE -> Double.valueOf(from.text(field));
        case NUMERIC -> new BigDecimal(from.text(field));
        case TEXT, VARCHAR, CHAR, JSON, JSONB -> from.text(field);
        case BYTEA -> HEX.parseHex(from.text(field));
        case INTERVAL ->
            from.object(
                field,
                parts ->
                    new Interval(
                        parts.integer("months"), parts.integer("days"), parts.number("micros")));
        case UUID -> UUID.fromString(from.text(field));
      };
    } catch (IllegalArgumentException malformed) {
      throw from.damaged(field, "a value is none of its type");
    }
  }
}
