package dev.coulomb.node.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which literals become parameters, and which must not. */
class LiftedTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT v FROM kv WHERE k = 42 | SELECT v FROM kv WHERE k = $1 | 42",
        "select * from t where a='x' and b<>'it''s' | select * from t where a=$1 and b<>$2 | x,it's",
        "SELECT 1, a FROM t WHERE a = -5 | SELECT 1, a FROM t WHERE a = $1 | -5",
        "SELECT a FROM t WHERE a=-5 | SELECT a FROM t WHERE a=$1 | -5",
        "SELECT a FROM t WHERE a - 5 = b -6 | SELECT a FROM t WHERE a - $1 = b -$2 | 5,6",
        "SELECT a FROM t WHERE a IN (1, 2) ORDER BY 1 LIMIT 5; | SELECT a FROM t WHERE a IN ($1, $2)"
            + " ORDER BY 1 LIMIT 5; | 1,2",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (2.5, DEFAULT) | INSERT INTO t (a, b) VALUES ($1, $2),"
            + " ($3, DEFAULT) | 1,x,2.5",
        "UPDATE t SET a = a + 1, b = 'y' WHERE k = 7 RETURNING a + 1 | UPDATE t SET a = a + $1, b ="
            + " $2 WHERE k = $3 RETURNING a + 1 | 1,y,7",
        "DELETE FROM t WHERE (a = 1 OR b LIKE 'x%') | DELETE FROM t WHERE (a = $1 OR b LIKE $2) |"
            + " 1,x%",
        "SELECT count(*) FROM t WHERE d BETWEEN '2026-01-01' AND '2026-01-02' GROUP BY a + 1 | SELECT"
            + " count(*) FROM t WHERE d BETWEEN $1 AND $2 GROUP BY a + 1 | 2026-01-01,2026-01-02",
        "SELECT a FROM t WHERE round(x, 2) = 1 AND \"b 1\" = 2 | SELECT a FROM t WHERE round(x, 2) ="
            + " $1 AND \"b 1\" = $2 | 1,2",
        "SELECT a FROM t WHERE d > date '2026-01-01' AND a = 3 | SELECT a FROM t WHERE d > date"
            + " '2026-01-01' AND a = $1 | 3",
        "SELECT a FROM t WHERE e = '1'::int AND a = 3 | SELECT a FROM t WHERE e = '1'::int AND a = $1"
            + " | 3",
        "SELECT a FROM t WHERE (SELECT 5) = 5 | SELECT a FROM t WHERE (SELECT 5) = $1 | 5",
        "SELECT a FROM t WHERE j -> 'x' = '1' AND a = 2 | SELECT a FROM t WHERE j -> 'x' = $1 AND a ="
            + " $2 | 1,2",
        "CALL vote(5, -1, 'x', round(2.5, 1), NULL) | CALL vote($1, $2, $3, round(2.5, 1), NULL) |"
            + " 5,-1,x",
        "SELECT a FROM t WHERE d + '1 day' > '2026-01-01' | SELECT a FROM t WHERE d + '1 day' > $1 |"
            + " 2026-01-01",
      })
  void literalsOfConditionsAndValuesAreLifted(String sql, String text, String literals) {
    LiftedText lifted = requireNonNull(LiftedText.of(sql));
    assertThat(lifted.text()).isEqualTo(text);
    assertThat(lifted.literals().stream().map(Object::toString).toList())
        .isEqualTo(Arrays.asList(literals.split(",")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT a FROM t ORDER BY 1",
        "SELECT a FROM t LIMIT 10",
        "SELECT a FROM t WHERE a = $1 AND b = 5",
        "SELECT a FROM t WHERE b = 5 -- five",
        "SELECT a FROM t WHERE b = /* five */ 5",
        "SELECT a FROM t WHERE b = E'\\n' AND c = 5",
        "SELECT a FROM t WHERE b = 1e5",
        "SELECT a FROM t WHERE b = 5; SELECT 6",
        "SELECT a FROM t WHERE b = 'open",
        "SELECT a FROM t WHERE (b = 5",
        "SELECT a FROM t WHERE b = 5)",
        "SELECT a FROM t WHERE b[1] = 5",
        "SELECT a FROM t WHERE b = 123456789012345678901234567890",
        "SELECT a FROM t WHERE b = interval '1 day'",
        "SELECT a FROM t WHERE b = CAST('5' AS integer)",
        "CREATE TABLE t (a integer DEFAULT 5)",
        "EXPLAIN SELECT a FROM t WHERE b = 5",
        "",
      })
  void whatIsNotSureIsLeftAsItIs(String sql) {
    assertThat(LiftedText.of(sql)).isNull();
  }

  @Test
  void numbersHaveTheTypesThatPostgreSqlGivesThem() {
    LiftedText lifted =
        requireNonNull(
            LiftedText.of(
                "SELECT * FROM t WHERE a IN (1, 2147483648, -9223372036854775807, 0.10, 'x')"));
    assertThat(lifted.types())
        .containsExactly(SqlType.INTEGER, SqlType.BIGINT, SqlType.BIGINT, SqlType.NUMERIC, null);
    assertThat(
            lifted.values(
                List.of(
                    SqlType.INTEGER, SqlType.BIGINT, SqlType.BIGINT, SqlType.NUMERIC, SqlType.TEXT),
                ZoneOffset.UTC))
        .containsExactly(1L, 2147483648L, -9223372036854775807L, new BigDecimal("0.10"), "x");
  }
}
