package dev.coulomb.node.planner.procedure;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Procedure.Parameter;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.ProcedureBody;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans what procedures do, once for each catalog version. Any thread but an event loop. */
final class BodyPlanner {
  private static final int BODIES_MAX = 1_024;
  private static final int STATEMENTS_MAX = 1_000;

  private final Parser parser;
  private final ProcedurePlanner.Statements planner;
  private final ProcedureClasses classes;
  private final Cache<Key, ProcedureBody> bodies =
      CacheBuilder.newBuilder().maximumSize(BODIES_MAX).build();

  BodyPlanner(Parser parser, ProcedurePlanner.Statements planner, ProcedureClasses classes) {
    this.parser = parser;
    this.planner = planner;
    this.classes = classes;
  }

  private record Key(Procedure procedure, long catalogVersion) {}

  /** The plans of a procedure; positions of errors are in its text. */
  ProcedureBody body(Procedure procedure, Catalog catalog) {
    Key key = new Key(procedure, catalog.version());
    ProcedureBody known = bodies.getIfPresent(key);
    if (known == null) {
      known = plan(procedure, catalog);
      bodies.put(key, known);
    }
    return known;
  }

  private ProcedureBody plan(Procedure procedure, Catalog catalog) {
    return switch (procedure.body()) {
      case Procedure.Body.Sql(String text) -> sql(procedure, text, catalog);
      case Procedure.Body.Java java -> {
        List<PreparedPlan> plans = new ArrayList<>();
        for (String text : classes.statements(procedure)) {
          plans.add(ofClass(text, catalog));
        }
        List<OutputColumn> columns = declared(procedure);
        List<Expression> answer = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          answer.add(new Expression.Column(i, columns.get(i).type()));
        }
        yield new ProcedureBody(
            plans, answer, columns, isScalar(procedure), Placing.scope(procedure, plans, false));
      }
    };
  }

  private PreparedPlan ofClass(String text, Catalog catalog) {
    try {
      List<ParsedStatement> parsed = parser.parse(text);
      if (parsed.size() != 1) {
        throw new SqlError(SqlState.SYNTAX_ERROR, "a text is not one statement");
      }
      return planner.plan(parsed.getFirst(), catalog, List.of());
    } catch (SqlError error) {
      throw error.at(SqlError.NO_POSITION).with("statement", text);
    }
  }

  private ProcedureBody sql(Procedure procedure, String text, Catalog catalog) {
    BodyText body = new BodyText(text, procedure.name(), procedure.parameters());
    List<PreparedPlan> plans = new ArrayList<>();
    while (true) {
      try {
        List<ParsedStatement> statements = parser.parse(body.text());
        if (statements.size() > STATEMENTS_MAX) {
          throw new SqlError(
              SqlState.PROGRAM_LIMIT_EXCEEDED, "a procedure has too many statements");
        }
        while (plans.size() < statements.size()) {
          plans.add(statement(statements.get(plans.size()), procedure, catalog));
        }
        return answering(procedure, plans);
      } catch (SqlError error) {
        boolean undefined = error.state() == SqlState.UNDEFINED_COLUMN;
        if (!undefined || !body.replace(error.position())) {
          throw error.position() > 0 ? error.at(body.original(error.position())) : error;
        }
      }
    }
  }

  private PreparedPlan statement(ParsedStatement statement, Procedure procedure, Catalog catalog) {
    List<@Nullable SqlType> types = new ArrayList<>(procedure.types());
    PreparedPlan plan = planner.plan(statement, catalog, types);
    if (plan.parameters().size() > types.size()) {
      throw new SqlError(SqlState.UNDEFINED_PARAMETER, "there is no such parameter")
          .with("parameter", "$" + plan.parameters().size())
          .at(begin(statement));
    }
    try {
      Placing.check(procedure, plan.plan());
    } catch (SqlError refused) {
      throw refused.at(begin(statement));
    }
    return plan;
  }

  /** Where its first word is, from 1. */
  private static int begin(ParsedStatement statement) {
    String text = statement.text();
    return statement.offset() + 1 + text.length() - text.stripLeading().length();
  }

  private static ProcedureBody answering(Procedure procedure, List<PreparedPlan> plans) {
    List<OutputColumn> rows = plans.isEmpty() ? List.of() : plans.getLast().columns();
    List<OutputColumn> columns = declared(procedure);
    if (procedure.answer() instanceof Procedure.Answer.AsItComes) {
      columns = rows;
    }
    if (columns.size() != rows.size()) {
      throw new SqlError(
              SqlState.INVALID_FUNCTION_DEFINITION,
              "the last statement of the procedure does not give what it returns")
          .with("columns", rows.size())
          .with("returns", columns.size());
    }
    List<Expression> answer = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Expression column = new Expression.Column(i, rows.get(i).type());
      answer.add(Expressions.assigned(column, columns.get(i).type()));
    }
    ProcedureBody.Scope scope = Placing.scope(procedure, plans, true);
    return new ProcedureBody(plans, answer, columns, isScalar(procedure), scope);
  }

  private static boolean isScalar(Procedure procedure) {
    return procedure.answer() instanceof Procedure.Answer.Scalar;
  }

  private static List<OutputColumn> declared(Procedure procedure) {
    return switch (procedure.answer()) {
      case Procedure.Answer.AsItComes none -> List.of();
      case Procedure.Answer.Scalar(SqlType type) ->
          List.of(new OutputColumn(procedure.name(), type, 0, 0));
      case Procedure.Answer.Rows(List<Parameter> columns) ->
          columns.stream()
              .map(column -> new OutputColumn(column.name(), column.type(), 0, 0))
              .toList();
    };
  }
}
