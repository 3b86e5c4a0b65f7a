package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions of the system catalog. */
public final class SystemFunctions {
  private static final String VERSION = "PostgreSQL 15.0 (Coulomb 0.1.0)";
  private static final long OWNER = 10;

  private SystemFunctions() {}

  /** The functions and the types of their values, for the planner. */
  public static SequencedMap<String, SqlType> types() {
    SequencedMap<String, SqlType> types = new TreeMap<>();
    for (String name :
        List.of(
            "version",
            "current_database",
            "current_catalog",
            "current_schema",
            "current_user",
            "session_user",
            "user",
            "format_type",
            "pg_get_userbyid",
            "pg_encoding_to_char",
            "pg_get_indexdef",
            "obj_description",
            "col_description",
            "pg_get_expr",
            "pg_get_serial_sequence",
            "quote_ident")) {
      types.put(name, SqlType.TEXT);
    }
    for (String name :
        List.of(
            "pg_table_is_visible",
            "pg_type_is_visible",
            "has_table_privilege",
            "has_schema_privilege",
            "pg_is_in_recovery",
            "pg_cancel_backend",
            "pg_terminate_backend")) {
      types.put(name, SqlType.BOOLEAN);
    }
    types.put("pg_backend_pid", SqlType.INTEGER);
    return types;
  }

  static @Nullable Object call(
      String function,
      @Nullable Object[] arguments,
      Catalog catalog,
      SessionInfo session,
      String owner) {
    return switch (function) {
      case "version" -> VERSION;
      case "current_database", "current_catalog" -> session.database();
      case "current_schema" -> "public";
      case "current_user", "session_user", "user" -> session.user();
      case "pg_get_userbyid" ->
          number(arguments)
              .map(oid -> oid == OWNER ? owner : "unknown (OID=" + oid + ")")
              .orElse(null);
      case "pg_encoding_to_char" ->
          number(arguments).map(encoding -> encoding == 6 ? "UTF8" : "").orElse(null);
      case "format_type" -> formatType(arguments);
      case "pg_get_indexdef" -> indexDefinition(arguments, catalog);
      case "pg_table_is_visible",
          "pg_type_is_visible",
          "has_table_privilege",
          "has_schema_privilege" ->
          true;
      case "pg_is_in_recovery" -> false;
      case "obj_description", "col_description", "pg_get_expr" -> null;
      case "pg_get_serial_sequence" -> Sequences.ofColumn(catalog, arguments);
      case "quote_ident" -> arguments[0] == null ? null : Relation.quoted(arguments[0].toString());
      case "pg_backend_pid" -> (long) session.number();
      default ->
          throw new SqlError(SqlState.UNDEFINED_FUNCTION, "the function does not exist")
              .with("function", function);
    };
  }

  static Optional<Long> number(@Nullable Object[] arguments) {
    return arguments.length > 0 && arguments[0] instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  private static @Nullable String formatType(@Nullable Object[] arguments) {
    return number(arguments)
        .flatMap(SystemFunctions::kind)
        .map(kind -> {
          int modifier =
              arguments.length > 1 && arguments[1] instanceof Number number
                  ? number.intValue()
                  : -1;
          return type(kind, modifier).toString();
        })
        .orElse(null);
  }

  private static Optional<TypeKind> kind(long oid) {
    for (TypeKind kind : TypeKind.values()) {
      if (kind.oid() == oid) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static SqlType type(TypeKind kind, int modifier) {
    if (modifier <= 4) {
      return SqlType.of(kind);
    }
    return switch (kind) {
      case VARCHAR, CHAR -> new SqlType(kind, modifier - 4, 0);
      case NUMERIC -> SqlType.numeric((modifier - 4) >> 16, (modifier - 4) & 0xFFFF);
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          TEXT,
          BYTEA,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          UUID,
          JSON,
          JSONB ->
          SqlType.of(kind);
    };
  }

  private static @Nullable String indexDefinition(@Nullable Object[] arguments, Catalog catalog) {
    return number(arguments)
        .flatMap(oid ->
            Relation.of(catalog).stream()
                .filter(one -> one.oid() == oid && one.isIndex())
                .findFirst())
        .map(Relation::definition)
        .orElse(null);
  }

  /** PostgreSQL's {@code typname}. */
  static String shortName(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> "bool";
      case SMALLINT -> "int2";
      case INTEGER -> "int4";
      case BIGINT -> "int8";
      case REAL -> "float4";
      case DOUBLE -> "float8";
      case NUMERIC -> "numeric";
      case TEXT -> "text";
      case VARCHAR -> "varchar";
      case CHAR -> "bpchar";
      case BYTEA -> "bytea";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMPTZ -> "timestamptz";
      case INTERVAL -> "interval";
      case UUID -> "uuid";
      case JSON -> "json";
      case JSONB -> "jsonb";
    };
  }

  /** PostgreSQL's {@code typcategory}. */
  static String category(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> "B";
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> "N";
      case TEXT, VARCHAR, CHAR -> "S";
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> "D";
      case INTERVAL -> "T";
      case BYTEA, UUID, JSON, JSONB -> "U";
    };
  }
}
