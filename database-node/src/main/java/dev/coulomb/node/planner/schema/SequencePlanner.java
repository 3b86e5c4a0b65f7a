package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.Alteration;
import dev.coulomb.node.catalog.Drawing;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.catalog.sequence.SequenceOptions.Number;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.sql.Words;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** Statements on sequences; reads the words of their options. Confined to one planning. */
public final class SequencePlanner {
  private final List<String> words;
  private final Map<Number, Optional<Long>> numbers = new EnumMap<>(Number.class);
  private @Nullable SqlType type;
  private @Nullable Boolean cycle;
  private @Nullable List<String> owner;
  private int at;

  private SequencePlanner(List<String> words) {
    this.words = words;
  }

  /** The plan of a statement. */
  public static Plan.ChangeSchema plan(Statement.OfSequences statement) {
    return new Plan.ChangeSchema(
        switch (statement) {
          case Statement.CreateSequence create ->
              new SchemaChange.CreateSequence(
                  name(create.name()), create.ifNotExists(), options(create.words()));
          case Statement.AlterSequence alter ->
              new SchemaChange.AlterSequence(
                  name(alter.name()), alter.ifExists(), options(alter.words()));
          case Statement.RenameSequence rename ->
              new SchemaChange.RenameSequence(
                  name(rename.name()), rename.ifExists(), rename.to().getSimple());
          case Statement.DropSequence drop ->
              new SchemaChange.DropSequence(
                  drop.names().stream().map(SequencePlanner::name).toList(),
                  drop.ifExists(),
                  drop.cascade());
        });
  }

  /** The tag of its answer. */
  public static String tag(Statement.OfSequences statement) {
    return switch (statement) {
      case Statement.CreateSequence create -> "CREATE SEQUENCE";
      case Statement.AlterSequence alter -> "ALTER SEQUENCE";
      case Statement.RenameSequence rename -> "ALTER SEQUENCE";
      case Statement.DropSequence drop -> "DROP SEQUENCE";
    };
  }

  /** What a column that the database numbers is to draw from. */
  public static Drawing identity(Statement.Identity identity, SqlType type) {
    if (!type.kind().isInteger()) {
      throw new SqlError(
          SqlState.INVALID_PARAMETER_VALUE,
          "identity column type must be smallint, integer, or bigint");
    }
    return Drawing.fromNew(kind(identity.always()), options(identity.words()).of(type));
  }

  static Drawing.Identity kind(boolean always) {
    return always ? Drawing.Identity.ALWAYS : Drawing.Identity.BY_DEFAULT;
  }

  /** {@code SET GENERATED}, {@code SET option} and {@code RESTART}, in any order. */
  static Alteration.AlterIdentity altered(String column, List<String> words) {
    List<String> options = new ArrayList<>();
    Drawing.Identity identity = null;
    for (int i = 0; i < words.size(); i++) {
      String word = Words.upper(words.get(i));
      if (word.equals("GENERATED") && i + 1 < words.size()) {
        identity = kind(Words.upper(words.get(i + 1)).equals("ALWAYS"));
        i += identity == Drawing.Identity.ALWAYS ? 1 : 2;
      } else if (!word.equals("SET")) {
        options.add(words.get(i));
      }
    }
    return new Alteration.AlterIdentity(column, identity, options(options));
  }

  private static String name(SqlIdentifier name) {
    return SchemaPlanner.name(name);
  }

  static SequenceOptions options(List<String> words) {
    return new SequencePlanner(words).read();
  }

  private SequenceOptions read() {
    while (at < words.size()) {
      // The text of the grammar has AS "smallint" as a label, which needs no AS.
      boolean labelled = words.get(at).startsWith("\"");
      String word = next();
      if (labelled) {
        type = type(word);
      } else {
        option(word);
      }
    }
    return new SequenceOptions(type, numbers, cycle, owner);
  }

  private void option(String word) {
    switch (word) {
      case "AS" -> type = type(next());
      case "INCREMENT" -> {
        skip("BY");
        say(Number.INCREMENT, Optional.of(number()));
      }
      case "START" -> {
        skip("WITH");
        say(Number.START, Optional.of(number()));
      }
      case "RESTART" -> {
        boolean with = skip("WITH");
        say(Number.RESTART, with || isNumber() ? Optional.of(number()) : Optional.empty());
      }
      case "MINVALUE" -> say(Number.MINVALUE, Optional.of(number()));
      case "MAXVALUE" -> say(Number.MAXVALUE, Optional.of(number()));
      case "CACHE" -> say(Number.CACHE, Optional.of(number()));
      case "CYCLE" -> cycle(true);
      case "NO" -> none(next());
      case "OWNED" -> owner();
      default -> throw syntax(word);
    }
  }

  private void none(String word) {
    switch (word) {
      case "MINVALUE" -> say(Number.MINVALUE, Optional.empty());
      case "MAXVALUE" -> say(Number.MAXVALUE, Optional.empty());
      case "CYCLE" -> cycle(false);
      default -> throw syntax(word);
    }
  }

  private void cycle(boolean said) {
    if (cycle != null) {
      throw conflicting("CYCLE");
    }
    cycle = said;
  }

  private void say(Number option, Optional<Long> value) {
    if (numbers.put(option, value) != null) {
      throw conflicting(option.name());
    }
  }

  private static SqlError conflicting(String option) {
    return new SqlError(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
        .with("option", option);
  }

  private void owner() {
    if (!next().equals("BY")) {
      throw syntax("OWNED");
    }
    List<String> path = new ArrayList<>();
    do {
      path.add(Words.value(at < words.size() ? words.get(at++) : ""));
    } while (skip("."));
    boolean none = path.size() == 1 && path.getFirst().equals("none");
    if (!none && path.size() < 2) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
          .hint("Specify OWNED BY table.column or OWNED BY NONE.");
    }
    owner = none ? List.of() : path.subList(path.size() - 2, path.size());
  }

  private static SqlType type(String word) {
    return switch (word) {
      case "SMALLINT", "INT2" -> SqlType.SMALLINT;
      case "INTEGER", "INT", "INT4" -> SqlType.INTEGER;
      case "BIGINT", "INT8" -> SqlType.BIGINT;
      default ->
          throw new SqlError(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "sequence type must be smallint, integer, or bigint")
              .with("type", word);
    };
  }

  private boolean isNumber() {
    return at < words.size() && words.get(at).matches("[-+]|\\d.*");
  }

  private long number() {
    boolean negative = skip("-");
    if (!negative) {
      skip("+");
    }
    String digits = next();
    try {
      return Long.parseLong(negative ? "-" + digits : digits);
    } catch (NumberFormatException e) {
      throw syntax(digits);
    }
  }

  private boolean skip(String word) {
    boolean there = at < words.size() && Words.upper(words.get(at)).equals(word);
    at += there ? 1 : 0;
    return there;
  }

  private String next() {
    if (at == words.size()) {
      throw syntax("");
    }
    return Words.upper(Words.name(words.get(at++)));
  }

  private static SqlError syntax(String word) {
    return new SqlError(SqlState.SYNTAX_ERROR, "this option of a sequence is not known")
        .with("word", word);
  }
}
