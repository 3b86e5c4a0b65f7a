package dev.coulomb.node.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.CopyText;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes in, rows out, of a table with one column of text. */
final class CopyParserTest {
  private static final CopyFormat WITH_HEADER = new CopyFormat(true, ',', "", true, '"', '"');
  private static final Table TABLE =
      SchemaChanges.apply(
              Catalog.EMPTY,
              new SchemaChange.CreateTable(
                  "t",
                  false,
                  List.of(new Column("a", SqlType.TEXT, false)),
                  List.of(0),
                  0,
                  List.of()))
          .find("t")
          .orElseThrow();

  /** A value that looks like the end of the data is a value, and what follows it is not lost. */
  @Test
  void theMarkOfTheEndIsNoneWhereItIsQuotedOrEscaped() {
    assertThat(rows(CopyFormat.CSV, "one\n\"\\.\"\nthree\n"))
        .containsExactly("one", "\\.", "three");
    assertThat(rows(CopyFormat.CSV, "one\n\\.\nnot read\n")).containsExactly("one");
    assertThat(rows(CopyFormat.TEXT, "one\n\\\\.\nthree\n")).containsExactly("one", "\\.", "three");
    assertThat(rows(CopyFormat.TEXT, "one\n\\.\nnot read\n")).containsExactly("one");
  }

  /** What is written is read as what it was. */
  @Test
  void everyValueComesBack() {
    for (String value : List.of("\\.", "", "\\N", "a\"b", "\\", "a\r\nb", " x ", ",", "\t")) {
      for (CopyFormat format : List.of(CopyFormat.CSV, CopyFormat.TEXT)) {
        String line =
            CopyText.line(
                List.of(new OutputColumn("a", SqlType.TEXT, 0, 0)),
                format,
                ZoneOffset.UTC,
                new Object[] {value});
        assertThat(rows(format, line + "end\n")).as(line).containsExactly(value, "end");
      }
    }
  }

  @Test
  void aLineThatNeverEndsIsRefusedBeforeItFillsTheMemory() {
    CopyParser parser = new CopyParser(TABLE, List.of(0), WITH_HEADER, ZoneOffset.UTC);
    byte[] some = "name,".repeat(1 << 18).getBytes(UTF_8);
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> {
          for (int i = 0; i < 100; i++) {
            parser.data(some, row -> {});
          }
        })
        .matches(error -> error.state().code().equals("22P04"));
  }

  private static List<@Nullable Object> rows(CopyFormat format, String data) {
    CopyParser parser = new CopyParser(TABLE, List.of(0), format, ZoneOffset.UTC);
    List<@Nullable Object> rows = new ArrayList<>();
    parser.data(data.getBytes(UTF_8), row -> rows.addAll(Arrays.asList(row)));
    parser.end(row -> rows.addAll(Arrays.asList(row)));
    return rows;
  }
}
