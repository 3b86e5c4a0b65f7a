package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;

/** Which family computes a function. */
final class Functions {
  private Functions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case AND,
          OR,
          NOT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          GREATEST,
          LEAST,
          NULLIF,
          COALESCE ->
          Logic.compile(call, arguments);
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          DISTINCT_FROM,
          NOT_DISTINCT_FROM ->
          Comparisons.compile(call, arguments);
      case PLUS, MINUS, TIMES, DIVIDE, MODULO, NEGATE -> Arithmetic.compile(call, arguments);
      case ABS,
          SIGN,
          CEIL,
          FLOOR,
          ROUND,
          TRUNC,
          POWER,
          SQRT,
          EXP,
          LN,
          LOG10,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          ATAN2,
          RADIANS,
          DEGREES,
          PI,
          RANDOM ->
          NumberFunctions.compile(call, arguments);
      default -> ofTextOrTime(call, arguments);
    };
  }

  private static Evaluator ofTextOrTime(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case LIKE, ILIKE, REGEX_MATCH, REGEX_MATCH_INSENSITIVE, REGEXP_REPLACE ->
          PatternFunctions.compile(call, arguments);
      case CONCAT_OPERATOR,
          CONCAT,
          CONCAT_WS,
          LOWER,
          UPPER,
          INITCAP,
          LENGTH,
          OCTET_LENGTH,
          SUBSTRING,
          POSITION,
          LTRIM,
          RTRIM,
          BTRIM,
          LPAD,
          RPAD,
          LEFT,
          RIGHT,
          REPEAT,
          REPLACE,
          REVERSE,
          SPLIT_PART,
          STARTS_WITH,
          TRANSLATE,
          ASCII,
          CHR,
          MD5 ->
          TextFunctions.compile(call, arguments);
      case NOW,
          CURRENT_DATE,
          CURRENT_TIME,
          LOCALTIMESTAMP,
          EXTRACT,
          DATE_PART,
          DATE_TRUNC,
          MAKE_DATE,
          TO_TIMESTAMP,
          TO_CHAR,
          AGE,
          AT_TIME_ZONE ->
          TemporalFunctions.compile(call, arguments);
      case NEXTVAL, CURRVAL, LASTVAL, SETVAL -> SequenceFunctions.compile(call, arguments);
      case GEN_RANDOM_UUID -> (row, e) -> e.randomUuid();
      default -> throw new IllegalStateException("no family computes " + call.function());
    };
  }
}
