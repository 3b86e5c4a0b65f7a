package dev.coulomb.node.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

final class TextFormatTest {
  @Test
  void textIsReadAndWrittenAsPostgresDoes() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (String[] line : table("text-forms.txt")) {
      softly.assertThat(through(line[0], line[1])).as(line[0] + " " + line[1]).isEqualTo(line[2]);
    }
    softly.assertAll();
  }

  @Test
  void everyValueSurvivesItsText() {
    long seed = Long.getLong("seed", 20_130_131L);
    SplittableRandom random = new SplittableRandom(seed);
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < 5_000; i++) {
      TypeKind kind = TypeKind.values()[random.nextInt(TypeKind.values().length)];
      Object value = values.of(kind);
      if (!hasText(kind, value)) {
        continue;
      }
      SqlType type = SqlType.of(kind);
      String text = TextFormat.format(type, value);
      Object again = TextFormat.parse(type, text);
      assertThat(TextFormat.format(type, again))
          .as("%s, replay with -Dseed=%d", kind, seed)
          .isEqualTo(text);
      if (kind != TypeKind.NUMERIC) {
        assertThat(again).as("%s, replay with -Dseed=%d", kind, seed).isEqualTo(value);
      }
    }
  }

  @Test
  void textWithTheCharacterZeroIsRefused() {
    assertThatThrownBy(() -> TextFormat.parse(SqlType.TEXT, "a\0b"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("code 0");
  }

  @Test
  void aTimestampWithZoneIsReadAndShownInTheZoneOfTheSession() {
    var zone = ZoneNames.zone("america/new_york");
    Object value = TextFormat.parse(SqlType.TIMESTAMPTZ, "2013-07-01 05:00", zone);
    assertThat(TextFormat.format(SqlType.TIMESTAMPTZ, value)).isEqualTo("2013-07-01 09:00:00+00");
    assertThat(TextFormat.format(SqlType.TIMESTAMPTZ, value, zone))
        .isEqualTo("2013-07-01 05:00:00-04");
  }

  /** Random values beyond the ranges of dates, and text PostgreSQL refuses, have no text form. */
  private static boolean hasText(TypeKind kind, Object value) {
    return switch (kind) {
      case DATE -> Math.abs((Long) value) < 2_000_000;
      case TIMESTAMP, TIMESTAMPTZ ->
          Math.abs((Long) value) < 8_000_000_000_000_000_000L
              && (Long) value > -200_000_000_000_000_000L;
      case TEXT, VARCHAR, CHAR -> ((String) value).indexOf('\0') < 0;
      case JSONB -> false;
      default -> true;
    };
  }

  private static String through(String type, String text) {
    try {
      SqlType sqlType = type(type);
      return TextFormat.format(sqlType, TextFormat.parse(sqlType, text));
    } catch (SqlError e) {
      return "!" + e.state().code();
    }
  }

  private static SqlType type(String name) {
    return switch (name) {
      case "bool" -> SqlType.BOOLEAN;
      case "int2" -> SqlType.SMALLINT;
      case "int4" -> SqlType.INTEGER;
      case "int8" -> SqlType.BIGINT;
      case "float4" -> SqlType.REAL;
      case "float8" -> SqlType.DOUBLE;
      case "numeric(5,2)" -> SqlType.numeric(5, 2);
      case "numeric(3,0)" -> SqlType.numeric(3, 0);
      case "varchar(3)" -> SqlType.varchar(3);
      case "char(5)" -> SqlType.character(5);
      case "char(2)" -> SqlType.character(2);
      default -> SqlType.of(TypeKind.valueOf(name.toUpperCase(java.util.Locale.ROOT)));
    };
  }

  private static List<String[]> table(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(TextFormatTest.class.getResourceAsStream(name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String[]> lines = new ArrayList<>();
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> lines.add(line.split("\\|", -1)));
      return lines;
    }
  }
}
