package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Procedure.Parameter;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.pgcatalog.ClientQueries.Facts;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Procedures as the system catalog and clients see them. */
final class Procedures {
  static final String PG_PROC =
      "oid:8 proname pronamespace:8 proowner:8 prokind prorettype:8 pronargs:2 prosrc";
  static final String ROUTINES =
      "specific_catalog specific_schema specific_name routine_catalog routine_schema routine_name routine_type data_type routine_body routine_definition external_name external_language";

  private static final String SCHEMA = "public";
  private static final PsqlPattern NAME = PsqlPattern.of("p.proname");
  private static final String PSQL =
      "SELECT n.nspname as \"Schema\", p.proname as \"Name\", pg_catalog.pg_get_function_result(p.oid)";
  private static final String JDBC = " AS \"PROCEDURE_CAT\"";

  /** PostgreSQL's types void and record, of what answers none and rows. */
  private static final long VOID = 2278;

  private static final long RECORD = 2249;

  /** JDBC's {@code procedureReturnsResult}, which its driver says of all. */
  private static final long RETURNS_RESULT = 2;

  private Procedures() {}

  /** Rows of {@code pg_proc}. */
  static List<@Nullable Object[]> pgProc(Catalog catalog, long namespace, long owner) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Procedure procedure : catalog.procedures().all()) {
      rows.add(
          Answer.row(
              (long) procedure.id(),
              procedure.name(),
              namespace,
              owner,
              "p",
              type(procedure),
              (long) procedure.parameters().size(),
              source(procedure)));
    }
    return rows;
  }

  private static long type(Procedure procedure) {
    return switch (procedure.answer()) {
      case Procedure.Answer.AsItComes none -> VOID;
      case Procedure.Answer.Scalar(SqlType type) -> type.kind().oid();
      case Procedure.Answer.Rows rows -> RECORD;
    };
  }

  private static String source(Procedure procedure) {
    return switch (procedure.body()) {
      case Procedure.Body.Sql(String text) -> text;
      case Procedure.Body.Java java -> java.className();
    };
  }

  /** Rows of {@code information_schema.routines}. */
  static List<@Nullable Object[]> routines(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Procedure procedure : catalog.procedures().all()) {
      boolean java = procedure.body() instanceof Procedure.Body.Java;
      rows.add(
          Answer.row(
              session.database(),
              SCHEMA,
              procedure.name() + "_" + procedure.id(),
              session.database(),
              SCHEMA,
              procedure.name(),
              "PROCEDURE",
              procedure.answer() instanceof Procedure.Answer.Scalar(SqlType type)
                  ? type.kind().sqlName()
                  : null,
              java ? "EXTERNAL" : "SQL",
              java ? null : source(procedure),
              java ? source(procedure) : null,
              java ? "JAVA" : "SQL"));
    }
    return rows;
  }

  /** True for what psql and the JDBC driver ask of procedures. */
  static boolean knows(String question) {
    return question.startsWith(PSQL) || isOfTheDriver(question);
  }

  private static boolean isOfTheDriver(String question) {
    return question.contains(JDBC) && question.contains("pg_catalog.pg_proc");
  }

  static Answer answer(String question, Facts facts) {
    boolean driver = isOfTheDriver(question);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Procedure procedure : facts.catalog().procedures().all()) {
      String name = procedure.name();
      if (driver && NamePattern.matches(question, "p.proname", name)) {
        rows.add(
            Answer.row(
                facts.database(),
                SCHEMA,
                name,
                null,
                null,
                null,
                null,
                RETURNS_RESULT,
                name + "_" + procedure.id()));
      } else if (!driver && NAME.matches(question, name)) {
        rows.add(Answer.row(SCHEMA, name, result(procedure), arguments(procedure), "proc"));
      }
    }
    return driver
        ? Answer.typed(
            "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME ?column? ?column? ?column? REMARKS PROCEDURE_TYPE:2 SPECIFIC_NAME",
            rows)
        : Answer.texts(
            List.of("Schema", "Name", "Result data type", "Argument data types", "Type"), rows);
  }

  private static String result(Procedure procedure) {
    return switch (procedure.answer()) {
      case Procedure.Answer.AsItComes none -> "";
      case Procedure.Answer.Scalar(SqlType type) -> type.toString();
      case Procedure.Answer.Rows(List<Parameter> columns) -> "TABLE(" + list("", columns) + ")";
    };
  }

  private static String arguments(Procedure procedure) {
    return list("IN ", procedure.parameters());
  }

  private static String list(String mode, List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> mode + parameter.name() + " " + parameter.type())
        .collect(Collectors.joining(", "));
  }
}
