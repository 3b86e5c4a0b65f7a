package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanErrorsTest {
  private final Planning planning = new Planning();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select foo from flights                            | UNDEFINED_COLUMN         |  8",
        "select flights.foo from flights                    | UNDEFINED_COLUMN         | 16",
        "select x.id from flights                           | UNDEFINED_TABLE          |  8",
        "select id from nowhere                             | UNDEFINED_TABLE          | 16",
        "select id, foo(id) from flights                    | UNDEFINED_FUNCTION       | 12",
        "select id from flights f, orders f                 | DUPLICATE_ALIAS          | 27",
        "select name from airlines, customers               | AMBIGUOUS_COLUMN         |  8",
        "select id from flights group by month              | GROUPING_ERROR           |  8",
        "select sum(count(*)) from flights                  | GROUPING_ERROR           |  8",
        "select 1 from flights where sum(id) > 3            | GROUPING_ERROR           | 29",
        "select 1 from flights where id                     | DATATYPE_MISMATCH        | 29",
        "select id from flights order by 7                  | INVALID_COLUMN_REFERENCE | 33",
        "select id as z from flights where z = 1            | UNDEFINED_COLUMN         | 35",
        "select id from flights limit ?                     | SYNTAX_ERROR             | 30",
        "select * from flights whre id = 1                  | SYNTAX_ERROR             | 28",
        "select id from flights where id = any ($1)         | FEATURE_NOT_SUPPORTED    |  0",
        "update flights set id = 3 where id = 4             | FEATURE_NOT_SUPPORTED    |  0",
        "select 1 from flights where id = $1 and carrier = $1 | AMBIGUOUS_PARAMETER    |  0",
        "select id + name from customers                    | UNDEFINED_FUNCTION       |  8",
        "select 1 from customers where name = id            | UNDEFINED_FUNCTION       | 31",
        "select distinct on (id) id from flights order by month | INVALID_COLUMN_REFERENCE | 0",
        "select id from flights for update                  | FEATURE_NOT_SUPPORTED    |  0",
        "select 1 isnull                                    | FEATURE_NOT_SUPPORTED    | 10",
        "vacuum                                             | FEATURE_NOT_SUPPORTED    |  0",
      })
  void aWrongStatementSaysWhatAndWhere(String sql, SqlState state, int position) {
    SqlError error = catchThrowableOfType(SqlError.class, () -> planning.plan(sql));
    assertThat(error.state()).isEqualTo(state);
    assertThat(error.position()).isEqualTo(position);
  }

  /** On each level Calcite wraps what went wrong on the one below. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " + id",
        " + (select max(customer) from orders where number = id)",
        " + case when exists (select 1 from orders where customer = id) then 1 else 2 end"
      })
  void whatIsNestedTooDeeplyIsToldSo(String more) {
    String sum = "select 1" + more.repeat(2_000) + " from flights";
    SqlError error = catchThrowableOfType(SqlError.class, () -> planning.plan(sum));
    assertThat(error.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
    assertThat(error.getMessage()).isEqualTo("the statement is nested too deeply");
  }
}
