package dev.coulomb.node.execution.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.TypeKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every function and cast against a table of PostgreSQL's own answers. */
class FunctionsTest {
  private static final String NULL = "\\N";

  @Test
  void functionsAnswerAsPostgresDoes() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Case line : cases()) {
      softly.assertThat(line.answer(false)).as(line.text()).isEqualTo(line.expected());
      softly.assertThat(line.answer(true)).as(line.text() + " folded").isEqualTo(line.expected());
    }
    softly.assertAll();
  }

  @Test
  void everyFunctionIsInTheTable() throws IOException {
    Set<Function> missing = EnumSet.allOf(Function.class);
    missing.removeAll(
        EnumSet.of(
            Function.RANDOM,
            Function.NOW,
            Function.CURRENT_DATE,
            Function.CURRENT_TIME,
            Function.LOCALTIMESTAMP,
            Function.GEN_RANDOM_UUID,
            Function.NEXTVAL,
            Function.CURRVAL,
            Function.LASTVAL,
            Function.SETVAL));
    for (Case line : cases()) {
      if (!line.function().startsWith("CAST ")) {
        missing.remove(Function.valueOf(line.function()));
      }
    }
    assertThat(missing).isEmpty();
  }

  private record Case(
      String text, String function, List<String> arguments, String type, String expected) {

    String answer(boolean constant) {
      List<Expression> operands = new ArrayList<>();
      @Nullable Object[] row = new @Nullable Object[arguments.size()];
      for (int i = 0; i < row.length; i++) {
        String[] parts = arguments.get(i).split(":", 2);
        SqlType argumentType = sqlType(parts[0]);
        row[i] = parts[1].equals(NULL) ? null : TextFormat.parse(argumentType, parts[1]);
        operands.add(
            constant
                ? new Expression.Literal(row[i], argumentType)
                : new Expression.Column(i, argumentType));
      }
      try {
        Expression expression = expression(operands);
        Object value = ExpressionCompiler.compile(expression).evaluate(row, new FixedEvaluation());
        return value == null ? NULL : TextFormat.format(expression.type(), value);
      } catch (SqlError e) {
        return "!" + e.state().code();
      }
    }

    private Expression expression(List<Expression> operands) {
      if (function.startsWith("CAST ")) {
        SqlType target = sqlType(function.substring(5));
        return new Expression.Cast(operands.getFirst(), target, false);
      }
      SqlType result =
          type.equals("?") && !operands.isEmpty() ? operands.getFirst().type() : sqlType(type);
      return new Expression.Call(Function.valueOf(function), operands, result);
    }
  }

  private static SqlType sqlType(String name) {
    return switch (name) {
      case "bool" -> SqlType.BOOLEAN;
      case "int2" -> SqlType.SMALLINT;
      case "int4" -> SqlType.INTEGER;
      case "int8" -> SqlType.BIGINT;
      case "float4" -> SqlType.REAL;
      case "float8" -> SqlType.DOUBLE;
      case "numeric(5,2)" -> SqlType.numeric(5, 2);
      case "numeric(4,1)" -> SqlType.numeric(4, 1);
      case "varchar(2)" -> SqlType.varchar(2);
      case "char(4)" -> SqlType.character(4);
      case "char(5)" -> SqlType.character(5);
      case "timestamp" -> SqlType.TIMESTAMP;
      case "timestamptz" -> SqlType.TIMESTAMPTZ;
      case "time" -> SqlType.TIME;
      default ->
          Arrays.stream(TypeKind.values())
              .filter(kind -> kind.sqlName().equals(name))
              .map(SqlType::of)
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(name));
    };
  }

  private static List<Case> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FunctionsTest.class.getResourceAsStream("functions.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(FunctionsTest::parse)
          .toList();
    }
  }

  private static Case parse(String line) {
    int arrow = line.indexOf("|=>|");
    List<String> left = Arrays.asList(line.substring(0, arrow).split("\\|", -1));
    String[] right = line.substring(arrow + 4).split("\\|", 2);
    return new Case(line, left.getFirst(), left.subList(1, left.size()), right[0], right[1]);
  }
}
