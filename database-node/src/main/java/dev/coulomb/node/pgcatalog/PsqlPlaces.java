package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.pgcatalog.ClientQueries.Facts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What psql 15 asks for {@code \dn}, {@code \l} and {@code \du}. */
final class PsqlPlaces {
  static final PsqlPattern SCHEMA = PsqlPattern.of("n.nspname");
  private static final PsqlPattern DATABASE = PsqlPattern.of("d.datname");
  private static final PsqlPattern ROLE = PsqlPattern.of("r.rolname");

  private static final String SCHEMAS =
      "SELECT n.nspname AS \"Name\", pg_catalog.pg_get_userbyid(n.nspowner) AS \"Owner\"";
  private static final String DATABASES =
      "SELECT d.datname as \"Name\", pg_catalog.pg_get_userbyid(d.datdba) as \"Owner\"";
  private static final String ROLES = "SELECT r.rolname, r.rolsuper, r.rolinherit,";

  private final Facts facts;
  private final String owner;

  PsqlPlaces(Facts facts) {
    this.facts = facts;
    this.owner = facts.owner();
  }

  static boolean knows(String question) {
    return question.startsWith(SCHEMAS)
        || question.startsWith(DATABASES)
        || question.startsWith(ROLES);
  }

  /** The answer to a question that is known. */
  Answer answer(String question) {
    if (question.startsWith(SCHEMAS)) {
      return schemas(question);
    }
    return question.startsWith(DATABASES) ? databases(question) : roles(question);
  }

  private Answer schemas(String question) {
    List<String> names = ClientQueries.labels(question);
    @Nullable Object[] row = new Object[names.size()];
    row[0] = "public";
    row[1] = owner;
    return one(SCHEMA.matches(question, "public"), names, row);
  }

  private Answer databases(String question) {
    List<String> names = ClientQueries.labels(question);
    @Nullable Object[] row = new Object[names.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          switch (names.get(i)) {
            case "Name" -> facts.database();
            case "Owner" -> owner;
            case "Encoding" -> "UTF8";
            case "Collate", "Ctype" -> "C";
            case "Locale Provider" -> "libc";
            default -> null;
          };
    }
    return one(DATABASE.matches(question, facts.database()), names, row);
  }

  private Answer roles(String question) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "rolname",
                "rolsuper",
                "rolinherit",
                "rolcreaterole",
                "rolcreatedb",
                "rolcanlogin",
                "rolconnlimit",
                "rolvaliduntil",
                "memberof",
                "rolreplication",
                "rolbypassrls"));
    boolean wanted = ROLE.matches(question, owner);
    if (question.contains(" AS description")) {
      names.add(9, "description");
      return one(
          wanted,
          names,
          Answer.row(owner, "t", "t", "f", "f", "t", "-1", null, "{}", null, "f", "f"));
    }
    return one(
        wanted, names, Answer.row(owner, "t", "t", "f", "f", "t", "-1", null, "{}", "f", "f"));
  }

  private static Answer one(boolean wanted, List<String> names, @Nullable Object[] row) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (wanted) {
      rows.add(row);
    }
    return Answer.texts(names, rows);
  }
}
