package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers what psql asks for its backslash commands and what PostgreSQL's JDBC driver asks for its
 * metadata. Those questions are long joins of tables that exist nowhere else, with arrays,
 * collations and casts to types of the system; they are known by parts of their text and answered
 * from the catalog, instead of being planned.
 */
public final class ClientQueries {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern LABEL = Pattern.compile("(?i) as \"([^\"]+)\"");
  private static final Pattern FIRST_TABLE =
      Pattern.compile("\\bFROM (?:\\( ?SELECT .*? FROM )?pg_catalog\\.(\\w+)");
  private static final Pattern FUNCTION_OID =
      Pattern.compile("SELECT '((?:[^']|'')*)'::pg_catalog\\.reg(proc|procedure|class)::.*");

  /** Tables of objects that do not exist here, which psql lists with labels of its own. */
  private static final Set<String> NOTHING =
      Set.of(
          "pg_cast",
          "pg_collation",
          "pg_constraint",
          "pg_conversion",
          "pg_db_role_setting",
          "pg_default_acl",
          "pg_event_trigger",
          "pg_extension",
          "pg_foreign_data_wrapper",
          "pg_foreign_server",
          "pg_foreign_table",
          "pg_language",
          "pg_largeobject_metadata",
          "pg_opclass",
          "pg_operator",
          "pg_opfamily",
          "pg_amop",
          "pg_amproc",
          "pg_policy",
          "pg_proc",
          "pg_publication",
          "pg_settings",
          "pg_statistic_ext",
          "pg_subscription",
          "pg_tablespace",
          "pg_ts_config",
          "pg_ts_dict",
          "pg_ts_parser",
          "pg_ts_template",
          "pg_user_mappings");

  /**
   * What a question is answered from.
   *
   * @param owner who owns everything: the superuser
   * @param partitions how many each partitioned table has
   */
  public record Facts(Catalog catalog, String owner, String database, int partitions) {}

  private ClientQueries() {}

  /**
   * Whether a text is one of the questions: quick, and true for all that {@link #answer} answers.
   */
  public static boolean knows(String sql) {
    if (!sql.contains("pg_catalog.")) {
      return false;
    }
    String question = plain(sql);
    return Procedures.knows(question)
        || Sequences.knows(question)
        || PsqlQuestions.knows(question)
        || DriverQuestions.knows(question)
        || FUNCTION_OID.matcher(question).matches()
        || isOfNothing(question);
  }

  /**
   * The answer to a question, or nothing.
   *
   * @throws SqlError 42883 or 42P01 when it is for the id of something that does not exist
   */
  public static Optional<Answer> answer(String sql, Facts facts) {
    if (!knows(sql)) {
      return Optional.empty();
    }
    String question = plain(sql);
    if (Procedures.knows(question)) {
      return Optional.of(Procedures.answer(question, facts));
    } else if (Sequences.knows(question)) {
      return Optional.of(Sequences.answer(question, facts));
    } else if (PsqlQuestions.knows(question)) {
      return Optional.of(new PsqlQuestions(facts).answer(question));
    } else if (DriverQuestions.knows(question)) {
      return Optional.of(new DriverQuestions(facts).answer(question));
    }
    Matcher id = FUNCTION_OID.matcher(question);
    if (id.matches()) {
      return Optional.of(oid(id.group(1), id.group(2), facts));
    }
    return Optional.of(Answer.texts(labels(question), List.of()));
  }

  /**
   * The text without what it asks of the search path, when the driver asks for types by it: types
   * are in one schema that is always in the path.
   */
  public static String withoutSearchPath(String sql) {
    return sql.contains("pg_type") && sql.contains("current_schemas")
        ? SearchPath.removed(plain(sql))
        : sql;
  }

  private static Answer oid(String name, String kind, Facts facts) {
    String wanted = name.startsWith("public.") ? name.substring(7) : name;
    if (kind.equals("class")) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (Relation one : Relation.of(facts.catalog())) {
        if (one.name().equals(wanted)) {
          rows.add(Answer.row(one.oid()));
        }
      }
      if (rows.isEmpty()) {
        throw new SqlError(SqlState.UNDEFINED_TABLE, "the relation does not exist")
            .with("relation", name);
      }
      return Answer.typed("oid:8", rows);
    }
    throw new SqlError(SqlState.UNDEFINED_FUNCTION, "the function does not exist")
        .with("function", name);
  }

  private static boolean isOfNothing(String question) {
    Matcher table = FIRST_TABLE.matcher(question);
    return question.startsWith("SELECT ")
        && LABEL.matcher(question).find()
        && table.find()
        && NOTHING.contains(table.group(1));
  }

  /** The names that a question gives to its columns in quotes, in order. */
  static List<String> labels(String question) {
    List<String> names = new ArrayList<>();
    Matcher found = LABEL.matcher(question);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  private static String plain(String sql) {
    return BLANKS.matcher(sql.strip()).replaceAll(" ");
  }
}
