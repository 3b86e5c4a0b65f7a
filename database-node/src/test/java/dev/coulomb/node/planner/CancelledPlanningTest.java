package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever in reading and planning a statement is cancelled, the cancel is what it ends with. */
class CancelledPlanningTest {
  private static final int LOOKS_MAX = 1 << 20;

  private final Planning planning = new Planning();

  static Stream<String> statements() {
    return Stream.of(
        "select count(*) from flights f0" + repeated(" join flights f%d on f%<d.id = f0.id", 16),
        "values (0, 'a')" + repeated(", (%d, 'a')", 4_000),
        "select id from flights" + repeated(" union select id + %d from flights", 20),
        "select * from flights where id = 0" + repeated(" or id = %d and delay > 7", 50),
        "select * from flights where id in (0" + repeated(", %d", 500) + ")",
        "select * from flights f where exists (select 1 from orders o where o.customer = f.id"
            + " and o.total > (select avg(total) from orders where customer = f.id))",
        "select " + "coalesce(".repeat(6) + "delay" + repeated(", %d)", 6) + " from flights",
        "select carrier, sum(delay) over (partition by month order by id) from flights",
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 9)"
            + " select * from r",
        "insert into airlines values ('a', 'b')" + repeated(", ('%d', upper('c'))", 200),
        "update flights set delay = delay + 1 where id in (select customer from orders)",
        "delete from flights where carrier = (select min(carrier) from airlines)",
        "explain select * from flights join airlines using (carrier)",
        "copy (select * from flights order by id) to stdout",
        "create view v as select carrier, count(*) as n from flights group by carrier",
        "create index i on customers (upper(name)) where id > 5",
        "create table u (id bigint primary key, n int default 1 + 2 check (n > 0))");
  }

  private static String repeated(String pattern, int times) {
    return IntStream.rangeClosed(1, times)
        .mapToObj(pattern::formatted)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void aCancelAtAnyMomentIsTheAnswer(String sql) {
    int looks = 0;
    while (isEndedAfter(looks, sql)) {
      looks = looks < 8 ? looks + 1 : looks + looks / 4;
      assertThat(looks).isLessThan(LOOKS_MAX);
    }
    assertThat(looks).as("so often it listens").isGreaterThan(8);
  }

  /** False: it had been planned before it listened so often. */
  private boolean isEndedAfter(int looks, String sql) {
    SqlError cancel = new SqlError(SqlState.QUERY_CANCELED, "canceled");
    CancelSignal signal = new CancelSignal().limited(looks, cancel);
    SqlError answer =
        catchThrowableOfType(SqlError.class, () -> Listening.to(signal, () -> plan(sql)));
    assertThat(answer).as("after %d looks: %s", looks, sql).isIn(cancel, null);
    return answer != null;
  }

  private PreparedPlan plan(String sql) {
    return planning.planner.plan(
        planning.planner.parse(sql).getFirst(), planning.catalog, List.of());
  }

  @Test
  void whatIsCancelledBeforeIsNotBegun() {
    SqlError cancel = new SqlError(SqlState.QUERY_CANCELED, "canceled");
    CancelSignal signal = new CancelSignal();
    signal.raise(cancel);
    assertThat(catchThrowableOfType(SqlError.class, () -> Listening.to(signal, () -> plan("x"))))
        .isSameAs(cancel);
  }

  @Test
  void whoDoesNotListenIsNotEnded() {
    assertThat(plan("select 1").tag()).isEqualTo("SELECT");
  }
}
