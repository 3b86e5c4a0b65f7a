package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.schema.Checks;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.sql.Words;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** The options of {@code COPY}, in the parenthesised and in the old style. */
final class CopyPlanner {
  private static final Set<String> OPTIONS =
      Set.of(
          "FORMAT",
          "CSV",
          "TEXT",
          "BINARY",
          "HEADER",
          "DELIMITER",
          "DELIMITERS",
          "NULL",
          "QUOTE",
          "ESCAPE",
          "ENCODING");

  private boolean csv;
  private boolean header;
  private char delimiter;
  private String nullText = "";
  private boolean nullGiven;
  private char quote = '"';
  private char escape;

  private CopyPlanner() {}

  static Plan.CopyFrom from(Statement.Copy copy, Catalog catalog, QueryPlanner queries) {
    Defaults defaults = new Defaults(queries);
    SqlIdentifier name = copy.table();
    if (name == null) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "COPY FROM needs a table");
    }
    Table table = catalog.table(SchemaPlanner.name(name));
    List<Integer> columns = new ArrayList<>();
    for (SqlNode column : copy.columns()) {
      String columnName = ((SqlIdentifier) column).getSimple();
      int ordinal = table.ordinal(columnName);
      if (ordinal < 0) {
        throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
            .with("column", columnName)
            .with("table", table.name());
      }
      if (columns.contains(ordinal)) {
        throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column is specified more than once")
            .with("column", columnName);
      }
      columns.add(ordinal);
    }
    for (int i = 0; copy.columns().isEmpty() && i < table.columns().size(); i++) {
      columns.add(i);
    }
    List<Plan.Assignment> others = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!columns.contains(i) && table.column(i).defaultText() != null) {
        others.add(new Plan.Assignment(i, defaults.of(table, i)));
      }
    }
    return new Plan.CopyFrom(table, columns, others, Checks.of(queries, table), format(copy));
  }

  /** The format; refuses a file of the server's. */
  static CopyFormat format(Statement.Copy copy) {
    List<String> words = copy.words();
    String target = words.isEmpty() ? "" : Words.upper(words.getFirst());
    if (!target.equals(copy.from() ? "STDIN" : "STDOUT")) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "COPY does not touch the server's files")
          .with("target", target)
          .hint("Use \\copy of psql, or COPY FROM STDIN and TO STDOUT.");
    }
    return new CopyPlanner().read(words.subList(1, words.size()));
  }

  private CopyFormat read(List<String> words) {
    List<String> left = new ArrayList<>();
    for (String word : words) {
      String upper = Words.upper(word);
      if (!Set.of("WITH", "(", ")", ",", "AS").contains(upper)) {
        left.add(word);
      }
    }
    int i = 0;
    while (i < left.size()) {
      String option = Words.upper(left.get(i));
      boolean hasValue =
          i + 1 < left.size()
              && (!OPTIONS.contains(Words.upper(left.get(i + 1))) || option.equals("FORMAT"));
      String value = hasValue ? Words.value(left.get(i + 1)) : "";
      i += take(option, value, hasValue) ? 2 : 1;
    }
    char between = delimiter != 0 ? delimiter : csv ? ',' : '\t';
    String none = nullGiven ? nullText : csv ? "" : "\\N";
    return new CopyFormat(csv, between, none, header, quote, escape != 0 ? escape : quote);
  }

  /** Takes an option; true when its value was taken too. */
  private boolean take(String option, String value, boolean hasValue) {
    switch (option) {
      case "CSV" -> csv = true;
      case "TEXT" -> csv = false;
      case "FORMAT" -> format(value);
      case "HEADER" -> {
        header = !Set.of("false", "off", "0").contains(value.toLowerCase(Locale.ROOT));
        return hasValue;
      }
      case "DELIMITER", "DELIMITERS" -> delimiter = one(option, value);
      case "NULL" -> {
        nullText = value;
        nullGiven = true;
      }
      case "QUOTE" -> quote = one(option, value);
      case "ESCAPE" -> escape = one(option, value);
      case "ENCODING" -> {
        if (!Set.of("utf8", "utf-8").contains(value.toLowerCase(Locale.ROOT))) {
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "COPY reads and writes UTF8 only");
        }
      }
      case "BINARY" -> format("binary");
      default ->
          throw new SqlError(SqlState.SYNTAX_ERROR, "this option of COPY is not known")
              .with("option", option.toLowerCase(Locale.ROOT));
    }
    return !option.equals("CSV") && !option.equals("TEXT");
  }

  private void format(String value) {
    switch (value) {
      case "csv" -> csv = true;
      case "text" -> csv = false;
      case "binary" ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "COPY in binary is not supported")
              .hint("Use text or csv.");
      default ->
          throw new SqlError(SqlState.INVALID_PARAMETER_VALUE, "COPY format not recognized")
              .with("format", value);
    }
  }

  private static char one(String option, String value) {
    if (value.length() != 1 || value.charAt(0) > 127 || value.equals("\n") || value.equals("\r")) {
      throw new SqlError(
              SqlState.INVALID_PARAMETER_VALUE, "this must be a single one-byte character")
          .with("option", option.toLowerCase(Locale.ROOT));
    }
    return value.charAt(0);
  }
}
