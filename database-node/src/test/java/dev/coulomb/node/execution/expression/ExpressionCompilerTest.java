package dev.coulomb.node.execution.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import dev.coulomb.node.types.ZoneNames;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpressionCompilerTest {
  private static final ZoneId NEW_YORK = ZoneNames.zone("America/New_York");
  private static final Expression ONE = literal(1L, SqlType.INTEGER);
  private static final Expression ZERO = literal(0L, SqlType.INTEGER);
  private static final Expression UNKNOWN = literal(null, SqlType.BOOLEAN);
  private static final Expression FAILING =
      call(Function.EQUAL, SqlType.BOOLEAN, call(Function.DIVIDE, SqlType.INTEGER, ONE, ZERO), ONE);

  @Test
  void caseStopsAtTheFirstMatch() {
    Expression yes = literal(true, SqlType.BOOLEAN);
    Expression no = literal(false, SqlType.BOOLEAN);
    Expression chosen =
        new Expression.Case(
            List.of(
                new Expression.When(UNKNOWN, FAILING),
                new Expression.When(no, FAILING),
                new Expression.When(yes, yes),
                new Expression.When(FAILING, no)),
            null,
            SqlType.BOOLEAN);
    assertThat(evaluate(chosen)).isEqualTo(true);
    Expression none =
        new Expression.Case(List.of(new Expression.When(no, yes)), null, SqlType.BOOLEAN);
    assertThat(evaluate(none)).isNull();
  }

  @Test
  void falseAndAnythingIsFalse() {
    Expression no = literal(false, SqlType.BOOLEAN);
    assertThat(evaluate(call(Function.AND, SqlType.BOOLEAN, no, FAILING))).isEqualTo(false);
    assertThat(evaluate(call(Function.AND, SqlType.BOOLEAN, UNKNOWN, no))).isEqualTo(false);
  }

  @Test
  void aConstantThatFailsDoesSoOnlyWhenItIsReached() {
    Evaluator evaluator = ExpressionCompiler.compile(FAILING);
    assertThatThrownBy(() -> evaluator.evaluate(row(), new FixedEvaluation()))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.DIVISION_BY_ZERO));
  }

  @Test
  void constantsAreComputedOnce() {
    Expression cast = new Expression.Cast(literal("2013-01-01", SqlType.TEXT), SqlType.DATE, false);
    assertThat(ExpressionCompiler.compile(cast)).isInstanceOf(Evaluator.Constant.class);
    Expression zoned =
        new Expression.Cast(literal("2013-01-01", SqlType.TEXT), SqlType.TIMESTAMPTZ, false);
    assertThat(ExpressionCompiler.compile(zoned)).isNotInstanceOf(Evaluator.Constant.class);
    Expression random = new Expression.Call(Function.RANDOM, List.of(), SqlType.DOUBLE);
    assertThat(ExpressionCompiler.compile(random)).isNotInstanceOf(Evaluator.Constant.class);
  }

  @Test
  void aListWithNullIsNeverFalse() {
    Expression operand = new Expression.Column(0, SqlType.INTEGER);
    for (boolean constant : new boolean[] {true, false}) {
      Expression first = constant ? ONE : new Expression.Parameter(0, SqlType.INTEGER);
      Expression in =
          new Expression.InList(
              operand, List.of(first, literal(null, SqlType.INTEGER)), SqlType.BOOLEAN);
      Evaluator evaluator = ExpressionCompiler.compile(in);
      FixedEvaluation statement = new FixedEvaluation(1L);
      assertThat(evaluator.evaluate(row(1L), statement)).isEqualTo(true);
      assertThat(evaluator.evaluate(row(2L), statement)).isNull();
      assertThat(evaluator.evaluate(row((Object) null), statement)).isNull();
    }
    Expression without = new Expression.InList(operand, List.of(ONE), SqlType.BOOLEAN);
    assertThat(ExpressionCompiler.compile(without).evaluate(row(2L), new FixedEvaluation()))
        .isEqualTo(false);
  }

  @Test
  void numbersOfDifferentKindsMeetInListsAndChoices() {
    Expression half = literal(new java.math.BigDecimal("1.0"), SqlType.NUMERIC);
    Expression in = new Expression.InList(ONE, List.of(half), SqlType.BOOLEAN);
    assertThat(evaluate(in)).isEqualTo(true);
    assertThat(evaluate(call(Function.NULLIF, SqlType.INTEGER, ONE, half))).isNull();
    assertThat(evaluate(call(Function.NULLIF, SqlType.INTEGER, ZERO, half))).isEqualTo(0L);
    Expression third = literal(3L, SqlType.INTEGER);
    assertThat(evaluate(call(Function.DIVIDE, SqlType.NUMERIC, ONE, third)))
        .isEqualTo(new java.math.BigDecimal("0.33333333333333333333"));
  }

  @Test
  void noFunctionMakesMoreThanTheNodeCanHold() {
    Expression text = literal("a".repeat(10_000), SqlType.TEXT);
    Expression many = literal(1L << 40, SqlType.BIGINT);
    Expression huge = literal(new java.math.BigDecimal("50000"), SqlType.NUMERIC);
    for (Expression expression :
        List.of(
            call(Function.REPEAT, SqlType.TEXT, text, many),
            call(Function.LPAD, SqlType.TEXT, text, many),
            call(Function.REPLACE, SqlType.TEXT, text, literal("a", SqlType.TEXT), text),
            call(Function.EXP, SqlType.NUMERIC, huge))) {
      assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(SqlError.class);
    }
  }

  @Test
  void theMomentIsThatOfTheTransactionInTheZoneOfTheSession() {
    assertThat(inNewYork(new Expression.Call(Function.NOW, List.of(), SqlType.TIMESTAMPTZ)))
        .isEqualTo("2013-07-01 08:00:00.123456-04");
    assertThat(inNewYork(new Expression.Call(Function.NOW, List.of(), SqlType.TIMESTAMP)))
        .isEqualTo("2013-07-01 08:00:00.123456");
    assertThat(
            inNewYork(new Expression.Call(Function.LOCALTIMESTAMP, List.of(), SqlType.TIMESTAMP)))
        .isEqualTo("2013-07-01 08:00:00.123456");
    assertThat(inNewYork(new Expression.Call(Function.CURRENT_DATE, List.of(), SqlType.DATE)))
        .isEqualTo("2013-07-01");
    assertThat(inNewYork(new Expression.Call(Function.CURRENT_TIME, List.of(), SqlType.TIME)))
        .isEqualTo("08:00:00.123456");
  }

  @Test
  void daysAreAddedInTheZoneOfTheSession() {
    Object saturday = TextFormat.parse(SqlType.TIMESTAMPTZ, "2013-03-09 12:00", NEW_YORK);
    Object day = TextFormat.parse(SqlType.INTERVAL, "1 day");
    Object hours = TextFormat.parse(SqlType.INTERVAL, "24 hours");
    assertThat(inNewYork(later(saturday, day))).isEqualTo("2013-03-10 12:00:00-04");
    assertThat(inNewYork(later(saturday, hours))).isEqualTo("2013-03-10 13:00:00-04");
  }

  @Test
  void fieldsAndCastsOfInstantsAreLocal() {
    Object instant = TextFormat.parse(SqlType.TIMESTAMPTZ, "2013-07-01 02:00+00");
    Expression literal = literal(instant, SqlType.TIMESTAMPTZ);
    assertThat(inNewYork(new Expression.Cast(literal, SqlType.DATE, false)))
        .isEqualTo("2013-06-30");
    assertThat(inNewYork(new Expression.Cast(literal, SqlType.TEXT, false)))
        .isEqualTo("2013-06-30 22:00:00-04");
    Expression hour =
        call(Function.EXTRACT, SqlType.NUMERIC, literal("hour", SqlType.TEXT), literal);
    assertThat(inNewYork(hour)).isEqualTo("22");
    Expression month =
        call(Function.DATE_TRUNC, SqlType.TIMESTAMPTZ, literal("month", SqlType.TEXT), literal);
    assertThat(inNewYork(month)).isEqualTo("2013-06-01 00:00:00-04");
  }

  @Test
  void anAssignmentIsStricterThanACast() {
    Expression text = literal("abcd", SqlType.TEXT);
    assertThat(evaluate(new Expression.Cast(text, SqlType.varchar(3), false))).isEqualTo("abc");
    assertThatThrownBy(() -> evaluate(new Expression.Cast(text, SqlType.varchar(3), true)))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.STRING_DATA_RIGHT_TRUNCATION));
    Expression blanks = literal("abc  ", SqlType.TEXT);
    assertThat(evaluate(new Expression.Cast(blanks, SqlType.varchar(3), true))).isEqualTo("abc");
  }

  @Test
  void columnsThatAnExpressionLooksAtAreKnown() {
    Expression sum =
        call(
            Function.PLUS,
            SqlType.INTEGER,
            new Expression.Column(3, SqlType.INTEGER),
            new Expression.Cast(new Expression.Column(5, SqlType.TEXT), SqlType.INTEGER, false));
    assertThat(ExpressionCompiler.columns(sum).stream()).containsExactly(3, 5);
  }

  @Test
  void systemFunctionsAreAskedFor() {
    Expression call = new Expression.SystemCall("f", List.of(ONE, ZERO), SqlType.TEXT);
    assertThat(evaluate(call)).isEqualTo("f2");
  }

  private static Expression later(Object instant, Object interval) {
    return call(
        Function.PLUS,
        SqlType.TIMESTAMPTZ,
        literal(instant, SqlType.TIMESTAMPTZ),
        literal(interval, SqlType.INTERVAL));
  }

  private static @Nullable Object evaluate(Expression expression) {
    return ExpressionCompiler.compile(expression).evaluate(row(), new FixedEvaluation());
  }

  private static @Nullable String inNewYork(Expression expression) {
    Object value =
        ExpressionCompiler.compile(expression).evaluate(row(), new FixedEvaluation(NEW_YORK));
    return value == null ? null : TextFormat.format(expression.type(), value, NEW_YORK);
  }

  private static Expression call(Function function, SqlType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }

  private static Expression literal(@Nullable Object value, SqlType type) {
    return new Expression.Literal(value, type);
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }
}
