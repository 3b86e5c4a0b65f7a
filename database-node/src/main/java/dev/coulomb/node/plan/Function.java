package dev.coulomb.node.plan;

/**
 * Scalar operators and functions, with PostgreSQL's semantics. Arguments have the types that the
 * planner cast them to; where nothing else is said a null argument makes the result null. Arguments
 * stand in the order of PostgreSQL's function of that name; what is in brackets may be left out:
 *
 * <pre>
 * AND OR           two or more operands
 * ROUND TRUNC      (number [, digits bigint]); with digits the number is numeric
 * LIKE ILIKE       (text, pattern [, escape])
 * REGEXP_REPLACE   (text, pattern, replacement [, flags])
 * SUBSTRING        (text or bytea, from [, length]) or (text, regular expression)
 * POSITION         (part, text), as in {@code position(part in text)}
 * LTRIM RTRIM BTRIM (text [, characters])
 * LPAD RPAD        (text, length [, fill])
 * EXTRACT DATE_PART DATE_TRUNC (field text, source); DATE_TRUNC of timestamptz also (…, zone)
 * AGE              (later, earlier) or (earlier), then from the current date
 * TO_TIMESTAMP     (double precision) or (text, pattern), then also of type date; TO_CHAR (value, pattern)
 * AT_TIME_ZONE     (timestamp or timestamptz, zone): the other one of the two
 * NOW              timestamptz, or timestamp when the call's type is that; [precision]
 * CURRENT_TIME     of type time (there is no time with time zone)
 * </pre>
 *
 * The type of a call decides between variants: ABS, CEIL, ROUND, POWER, SQRT, EXP, LN and LOG10 of
 * type numeric compute in numeric, of type double precision in doubles; EXTRACT gives numeric,
 * double precision or an integer, as its type says.
 */
public enum Function {
  // Logic, three-valued.
  AND,
  OR,
  NOT,
  IS_NULL,
  IS_NOT_NULL,
  IS_TRUE,
  IS_NOT_TRUE,
  IS_FALSE,
  IS_NOT_FALSE,
  // Comparison; both sides have one kind.
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  DISTINCT_FROM,
  NOT_DISTINCT_FROM,
  // Arithmetic; overflow is 22003, division by zero 22012. Also on dates, times and intervals.
  PLUS,
  MINUS,
  TIMES,
  DIVIDE,
  MODULO,
  NEGATE,
  ABS,
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
  RANDOM,
  GREATEST,
  LEAST,
  NULLIF,
  COALESCE,
  // Text.
  CONCAT_OPERATOR,
  CONCAT,
  CONCAT_WS,
  LIKE,
  ILIKE,
  REGEX_MATCH,
  REGEX_MATCH_INSENSITIVE,
  REGEXP_REPLACE,
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
  MD5,
  // Date and time; the field of EXTRACT and DATE_TRUNC is a text argument.
  NOW,
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
  AT_TIME_ZONE,
  // Sequences: the first argument is one, or its name.
  NEXTVAL,
  CURRVAL,
  LASTVAL,
  SETVAL,
  // Others.
  GEN_RANDOM_UUID,
}
