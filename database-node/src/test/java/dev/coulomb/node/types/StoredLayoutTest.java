package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows and keys in bytes: they lie in logs and snapshots, which newer versions have to read. */
class StoredLayoutTest {
  private static final List<SqlType> TYPES =
      List.of(
          SqlType.BOOLEAN,
          SqlType.SMALLINT,
          SqlType.TEXT,
          SqlType.INTEGER,
          SqlType.BIGINT,
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.numeric(38, 4),
          SqlType.varchar(20),
          SqlType.character(4),
          SqlType.BYTEA,
          SqlType.DATE,
          SqlType.TIME,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.INTERVAL,
          SqlType.UUID,
          SqlType.JSON,
          SqlType.JSONB,
          SqlType.NUMERIC);
  private static final RowLayout LAYOUT = new RowLayout(TYPES);
  private static final UUID ID = UUID.fromString("6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11");

  private static final @Nullable Object[] USUAL = {
    true,
    12L,
    "text",
    -3L,
    123_456_789_012L,
    1.5f,
    -0.1,
    new BigDecimal("12.3400"),
    "né ⚡",
    "ab",
    new byte[] {0, 1, (byte) 0xFF, 0},
    20_000L,
    3_600_000_000L,
    1_700_000_000_123_456L,
    -1L,
    new Interval(14, -3, 5_000_000),
    ID,
    "{\"b\" : 1}",
    "{\"a\": 1}",
    new BigDecimal("-1E+3")
  };

  private static final @Nullable Object[] LEAST = {
    false,
    (long) Short.MIN_VALUE,
    "",
    (long) Integer.MIN_VALUE,
    Long.MIN_VALUE,
    Float.NEGATIVE_INFINITY,
    Double.NaN,
    new BigDecimal("-99999999999999999999999999999999.9999"),
    "",
    "",
    new byte[0],
    (long) Integer.MIN_VALUE,
    0L,
    Long.MIN_VALUE,
    Long.MIN_VALUE,
    new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE),
    new UUID(0, 0),
    "0",
    "0",
    BigDecimal.ZERO
  };

  private static final @Nullable Object[] GREATEST = {
    true,
    (long) Short.MAX_VALUE,
    "long ".repeat(1_000),
    (long) Integer.MAX_VALUE,
    Long.MAX_VALUE,
    Float.NaN,
    -0.0,
    new BigDecimal("99999999999999999999999999999999.9999"),
    "x".repeat(20),
    "abcd",
    bytes(2_000),
    (long) Integer.MAX_VALUE,
    86_400_000_000L,
    Long.MAX_VALUE,
    Long.MAX_VALUE,
    new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE),
    new UUID(-1, -1),
    "[" + "1,".repeat(500) + "1]",
    "[]",
    new BigDecimal("1" + "0123456789".repeat(50) + ".5")
  };

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static Map<String, @Nullable Object[]> rows() {
    Map<String, @Nullable Object[]> rows = new LinkedHashMap<>();
    rows.put("usual", USUAL);
    rows.put("least", LEAST);
    rows.put("greatest and long", GREATEST);
    rows.put("nulls", new @Nullable Object[TYPES.size()]);
    for (int first = 0; first < 2; first++) {
      @Nullable Object[] row = USUAL.clone();
      for (int i = first; i < row.length; i += 2) {
        row[i] = null;
      }
      rows.put(first == 0 ? "every other is null" : "the others are null", row);
    }
    return rows;
  }

  @Test
  void everyTypeIsInTheRows() {
    assertThat(TYPES.stream().map(SqlType::kind).distinct()).hasSize(TypeKind.values().length);
  }

  @Test
  void rowsAreWrittenAsTheyAlwaysWere() throws IOException {
    Map<String, byte[]> written = new LinkedHashMap<>();
    rows().forEach((name, row) -> written.put(name, LAYOUT.encode(row)));
    new GoldenBytes("rows.txt").check(written);
  }

  @Test
  void rowsThatWereWrittenOnceAreRead() throws IOException {
    GoldenBytes golden = new GoldenBytes("rows.txt");
    rows()
        .forEach((name, row) -> {
          byte[] once = golden.get(name);
          for (int i = 0; i < row.length; i++) {
            assertThat(LAYOUT.get(once, 0, i)).as("%s %s", name, TYPES.get(i)).isEqualTo(row[i]);
          }
        });
  }

  @Test
  void keysAreWrittenAsTheyAlwaysWere() throws IOException {
    Map<String, byte[]> written = new LinkedHashMap<>();
    for (int i = 0; i < TYPES.size(); i++) {
      TypeKind kind = TYPES.get(i).kind();
      if (kind.isOrdered() && !TYPES.get(i).equals(SqlType.NUMERIC)) {
        written.put(kind.sqlName(), key(kind, USUAL[i]));
        written.put(kind.sqlName() + ", least", key(kind, LEAST[i]));
        written.put(kind.sqlName() + ", greatest", key(kind, GREATEST[i]));
        written.put(kind.sqlName() + ", null", key(kind, null));
      }
    }
    for (String number : List.of("0.00", "100", "1E+2", "0.001", "-0.001", "-12.5", "7.50")) {
      written.put("numeric " + number, key(TypeKind.NUMERIC, new BigDecimal(number)));
    }
    Stream.of(new Interval(1, 0, 0), new Interval(0, 30, 0), new Interval(0, -1, 0))
        .forEach(span -> written.put(span.toString(), key(TypeKind.INTERVAL, span)));
    KeyWriter several = new KeyWriter();
    several.value(TypeKind.TEXT, "a\0b").value(TypeKind.BIGINT, null).value(TypeKind.INTEGER, -1L);
    written.put("several", several.value(TypeKind.BOOLEAN, true).raw(new byte[] {7}).toBytes());
    new GoldenBytes("keys.txt").check(written);
  }

  private static byte[] key(TypeKind kind, @Nullable Object value) {
    return new KeyWriter().value(kind, value).toBytes();
  }
}
