package dev.coulomb.node.planner.procedure;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Procedure.Parameter;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.ProcedureBody;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.planner.TypeNames;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** Statements on procedures, and calls of them. Any thread but an event loop. */
public final class ProcedurePlanner {
  private static final int JAR_BYTES_MAX = 16 << 20;
  private static final int PARAMETERS_MAX = 1_000;

  private final BodyPlanner bodies;

  /** Plans statements of procedures. */
  public interface Statements {
    PreparedPlan plan(
        ParsedStatement statement, Catalog catalog, List<@Nullable SqlType> parameters);
  }

  public ProcedurePlanner(Parser parser, Statements planner, ProcedureClasses classes) {
    this.bodies = new BodyPlanner(parser, planner, classes);
  }

  /** A statement that changes procedures or jars, and the types of its parameters. */
  public record Planned(Plan.ChangeSchema plan, List<SqlType> parameters, String tag) {}

  public Planned plan(Statement.OfProcedures statement, ParsedStatement whole, Catalog catalog) {
    return switch (statement) {
      case Statement.CreateProcedure create -> {
        Procedure procedure = procedure(create, catalog);
        check(procedure, create, whole, catalog);
        yield new Planned(
            new Plan.ChangeSchema(new SchemaChange.CreateProcedure(procedure, create.replace())),
            List.of(),
            "CREATE PROCEDURE");
      }
      case Statement.CreateJar create -> jar(create);
      case Statement.DropProcedures drop -> {
        List<String> names = drop.names().stream().map(SchemaPlanner::name).toList();
        yield new Planned(
            new Plan.ChangeSchema(
                drop.procedure()
                    ? new SchemaChange.DropProcedure(names, drop.ifExists())
                    : new SchemaChange.DropJar(names, drop.ifExists())),
            List.of(),
            drop.procedure() ? "DROP PROCEDURE" : "DROP JAR");
      }
    };
  }

  // CREATE PROCEDURE.

  private static Procedure procedure(Statement.CreateProcedure create, Catalog catalog) {
    List<Parameter> parameters = typed(create.parameters(), "parameter");
    if (parameters.size() > PARAMETERS_MAX) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a procedure has too many parameters")
          .with("limit", PARAMETERS_MAX);
    }
    return new Procedure(
        0,
        SchemaPlanner.name(create.name()),
        parameters,
        answer(create.answer()),
        partition(create.partitionParameter(), parameters),
        body(create, catalog));
  }

  private static List<Parameter> typed(List<Statement.TypedName> given, String what) {
    List<Parameter> typed = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Statement.TypedName one : given) {
      SqlIdentifier name = one.name();
      String simple = name == null ? "" : name.getSimple();
      if (!names.add(simple)) {
        throw definition("a name is used more than once").with(what, simple);
      }
      typed.add(new Parameter(simple, TypeNames.of(one.type())));
    }
    return typed;
  }

  private static Procedure.Answer answer(@Nullable List<Statement.TypedName> given) {
    if (given == null) {
      return new Procedure.Answer.AsItComes();
    }
    return given.size() == 1 && given.getFirst().name() == null
        ? new Procedure.Answer.Scalar(TypeNames.of(given.getFirst().type()))
        : new Procedure.Answer.Rows(typed(given, "column"));
  }

  private static int partition(@Nullable SqlIdentifier name, List<Parameter> parameters) {
    if (name == null) {
      return Procedure.ALL_PARTITIONS;
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name.getSimple())) {
        if (!parameters.get(i).type().kind().isPartitionable()) {
          throw definition("a parameter of this type cannot say which partition")
              .with("parameter", name.getSimple());
        }
        return i;
      }
    }
    throw definition("PARTITION BY names a parameter").with("name", name.getSimple());
  }

  private static Procedure.Body body(Statement.CreateProcedure create, Catalog catalog) {
    SqlIdentifier language = create.language();
    SqlNode body = create.body();
    if (language == null || body == null) {
      throw definition("a procedure has a LANGUAGE and a body behind AS");
    }
    String text = text(body);
    return switch (language.getSimple().toLowerCase(Locale.ROOT)) {
      case "sql" -> new Procedure.Body.Sql(text);
      case "java" -> {
        SqlNode jar = create.jar();
        if (jar == null) {
          throw definition("a procedure in Java names its jar: USING JAR name");
        }
        String name = jar instanceof SqlIdentifier simple ? simple.getSimple() : text(jar);
        yield new Procedure.Body.Java(text.strip(), catalog.procedures().jar(name));
      }
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "procedures are in SQL or Java")
              .with("language", language.getSimple());
    };
  }

  private static String text(SqlNode literal) {
    return String.valueOf(((SqlLiteral) literal).getValueAs(String.class));
  }

  /** Plans the body, so that its mistakes are told now, where they stand. */
  private void check(
      Procedure procedure,
      Statement.CreateProcedure create,
      ParsedStatement whole,
      Catalog catalog) {
    try {
      bodies.body(procedure, catalog);
    } catch (SqlError error) {
      SqlNode body = create.body();
      if (error.position() > 0 && body != null) {
        int from = Parser.position(whole.text(), body.getParserPosition()) - 1;
        boolean dollars = whole.text().charAt(from) == '$';
        int delimiter = dollars ? whole.text().indexOf('$', from + 1) + 1 - from : 1;
        error.at(whole.offset() + from + delimiter + error.position());
      }
      throw error;
    }
  }

  private static SqlError definition(String sentence) {
    return new SqlError(SqlState.INVALID_FUNCTION_DEFINITION, sentence);
  }

  // CREATE JAR.

  private static Planned jar(Statement.CreateJar create) {
    byte[] contents = null;
    SqlNode given = create.contents();
    // Drivers write bytes as '…'::bytea.
    if (given instanceof SqlCall cast && cast.getOperandList().size() == 2) {
      given = cast.operand(0) instanceof SqlLiteral constant ? constant : given;
    }
    if (given instanceof SqlLiteral literal) {
      contents = (byte[]) TextFormat.parse(SqlType.BYTEA, text(literal));
      if (contents.length > JAR_BYTES_MAX) {
        throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a jar is too large")
            .with("limit in bytes", JAR_BYTES_MAX);
      }
    } else if (!(given instanceof SqlIdentifier name && name.toString().equals("$1"))) {
      throw new SqlError(
          SqlState.SYNTAX_ERROR, "the contents of a jar are a constant or the parameter $1");
    }
    return new Planned(
        new Plan.ChangeSchema(
            new SchemaChange.CreateJar(create.name().getSimple(), create.replace(), contents)),
        contents == null ? List.of(SqlType.BYTEA) : List.of(),
        "CREATE JAR");
  }

  // Calls.

  /** A call as it was planned. */
  public record Called(
      Plan.CallProcedure plan, List<OutputColumn> columns, List<SqlType> parameters) {}

  /** The call that a statement is: {@code CALL}, {@code SELECT * FROM procedure(…)}, or null. */
  public static @Nullable SqlCall call(SqlNode tree, Catalog catalog) {
    if (tree.getKind() == SqlKind.PROCEDURE_CALL) {
      return ((SqlCall) tree).operand(0);
    }
    if (tree instanceof SqlSelect select && select.getFrom() != null) {
      SqlNode from = select.getFrom();
      if (from.getKind() == SqlKind.AS) {
        from = ((SqlCall) from).operand(0);
      }
      if (from.getKind() == SqlKind.COLLECTION_TABLE
          && ((SqlBasicCall) from).operand(0) instanceof SqlCall call
          && catalog.procedures().find(name(call)).isPresent()) {
        requirePlain(select);
        return call;
      }
    }
    return null;
  }

  private static void requirePlain(SqlSelect select) {
    boolean plain =
        select.getSelectList().size() == 1
            && select.getSelectList().get(0) instanceof SqlIdentifier star
            && star.isStar()
            && select.getWhere() == null
            && select.getGroup() == null
            && select.getHaving() == null
            && !select.isDistinct();
    if (!plain) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "the rows of a procedure are taken as they are")
          .hint("Write SELECT * FROM procedure(…) without other clauses, or CALL.");
    }
  }

  private static String name(SqlCall call) {
    if (call.getOperator() instanceof SqlFunction function && function.getNameAsId() != null) {
      return SchemaPlanner.name(function.getNameAsId());
    }
    return call.getOperator().getName().toLowerCase(Locale.ROOT);
  }

  /** Plans a call under a catalog. */
  public Called call(
      SqlCall call, QueryPlanner queries, Catalog catalog, List<@Nullable SqlType> declared) {
    Procedure procedure = catalog.procedures().procedure(name(call));
    List<SqlNode> given = call.getOperandList();
    if (given.size() != procedure.parameters().size()) {
      throw new SqlError(
              SqlState.UNDEFINED_FUNCTION, "the procedure does not take so many arguments")
          .with("procedure", procedure.name())
          .with("parameters", procedure.parameters().size())
          .with("arguments", given.size());
    }
    ProcedureBody body = body(procedure, catalog);
    Arguments arguments = new Arguments(queries, declared);
    List<Expression> values = arguments.of(given, procedure.types());
    Routing routing =
        procedure.isOfOnePartition()
            ? new Routing.OnePartition(values.get(procedure.partitionParameter()))
            : new Routing.AllPartitions();
    return new Called(
        new Plan.CallProcedure(procedure, values, body, routing),
        body.columns(),
        arguments.parameters());
  }

  /** It was planned when it was created: what is wrong now came with a change of the schema. */
  private ProcedureBody body(Procedure procedure, Catalog catalog) {
    try {
      return bodies.body(procedure, catalog);
    } catch (SqlError error) {
      throw error
          .at(SqlError.NO_POSITION)
          .with("in procedure", procedure.name())
          .hint("A table that the procedure uses has changed: create the procedure again.");
    }
  }
}
