package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private final Planning planning = new Planning();

  private void assertPlan(String sql, String text) {
    assertThat(planning.text(sql)).isEqualTo(text.strip());
  }

  private List<String> names(String sql) {
    return planning.plan(sql).columns().stream().map(OutputColumn::name).toList();
  }

  @Test
  void equalityOnThePartitionColumnVisitsOnePartition() {
    assertPlan(
        "SELECT id, month FROM flights WHERE id = $1",
        """
        OnePartition[$1]
          KeyScan[flights, = $1]
        """);
  }

  @Test
  void aWholePrimaryKeyGivesOneRowAtMost() {
    assertThat(planning.plan("select * from flights where id = 5").plan())
        .isInstanceOfSatisfying(Plan.Query.class, q -> assertThat(q.atMostOneRow()).isTrue());
    assertThat(planning.plan("select * from orders where customer = 5").plan())
        .isInstanceOfSatisfying(Plan.Query.class, q -> assertThat(q.atMostOneRow()).isFalse());
  }

  @Test
  void equalColumnsOfAKeyAndThenARange() {
    assertPlan(
        "select total from orders where customer = 7 and number > 3",
        """
        OnePartition[7]
          KeyScan[orders, = 7, > 3]
        """);
    assertPlan(
        "select month from flights where carrier = 'UA' and month >= 3 and month < 6",
        """
        AllPartitions
          Gather
            IndexScan[flights, = 'UA', >= 3, < 6]
        """);
  }

  @Test
  void aLiteralBecomesAUuidAndNotTheUuidAText() {
    assertPlan(
        "select name from things where id = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
        """
        OnePartition['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']
          KeyScan[things, = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']
        """);
  }

  @Test
  void aConstantOfAnotherTypeDoesNotChooseAPartition() {
    assertPlan(
        "select id from flights where id = 1.5",
        """
        AllPartitions
          Gather
            Scan[flights] where EQUAL(#0::numeric, 1.5)
        """);
  }

  @Test
  void tablesMeetInsideThePartitionsOnTheirPartitionColumns() {
    assertPlan(
        "select c.name, o.total from customers c join orders o on o.customer = c.id",
        """
        AllPartitions
          Gather
            Project[#1, #3]
              HashJoin[INNER, #0 = #0]
                Scan[customers]
                Scan[orders]
        """);
  }

  @Test
  void integersOfDifferentWidthsMeetInsideThePartitions() {
    assertPlan(
        "select f.id from flights f join counts n on n.id = f.id",
        """
        AllPartitions
          Gather
            Project[#0]
              HashJoin[INNER, #0 = #0]
                Scan[flights]
                Project[#0::bigint]
                  Scan[counts]
        """);
  }

  @Test
  void aBindingGoesAcrossJoins() {
    assertPlan(
        "select c.name, o.total, n.amount from customers c join orders o on o.customer = c.id"
            + " left join counts n on n.id = o.customer where c.id = $1",
        """
        OnePartition[$1]
          Project[#1, #3, #4]
            HashJoin[LEFT, #2 = #1]
              HashJoin[INNER, #0 = #0]
                KeyScan[customers, = $1]
                KeyScan[orders, = $1]
              Project[#1, #0::bigint]
                KeyScan[counts, = $1]
        """);
  }

  @Test
  void aBindingOfTheOptionalSideSaysNothingOfTheOther() {
    assertThat(
            planning.text(
                "select c.id from customers c left join orders o on o.customer = c.id"
                    + " and o.customer = 7"))
        .startsWith("AllPartitions");
  }

  @Test
  void aReplicatedTableIsJoinedInsideThePartitions() {
    assertPlan(
        "select a.name, f.delay from flights f join airlines a on a.carrier = f.carrier",
        """
        AllPartitions
          Gather
            Project[#3, #1]
              HashJoin[INNER, #0 = #0]
                Scan[flights]
                Scan[airlines]
        """);
  }

  @Test
  void aReplicatedTableWhoseRowsAreAllKeptIsJoinedOnce() {
    assertPlan(
        "select a.name, f.id from airlines a left join flights f on a.carrier = f.carrier",
        """
        AllPartitions
          Project[#1, #2]
            HashJoin[LEFT, #0 = #1]
              Scan[airlines]
              Gather
                Scan[flights]
        """);
  }

  @Test
  void groupsAreCountedInPartsAndAddedUp() {
    assertPlan(
        "select carrier, count(*) from flights group by carrier",
        """
        AllPartitions
          Aggregate[FINAL, by #0: COUNT(#1)]
            Gather
              Aggregate[PARTIAL, by #0: COUNT()]
                Scan[flights]
        """);
  }

  @Test
  void groupsByThePartitionColumnAreWholeInTheirPartition() {
    assertPlan(
        "select id, sum(delay) from flights group by id",
        """
        AllPartitions
          Gather
            Aggregate[COMPLETE, by #0: SUM(#1)]
              Scan[flights]
        """);
  }

  @Test
  void distinctValuesAreCountedWhereAllOfThemAre() {
    assertPlan(
        "select count(distinct carrier) from flights",
        """
        AllPartitions
          Aggregate[COMPLETE, by : COUNT(#0)]
            Gather
              Scan[flights]
        """);
  }

  @Test
  void theFirstRowsAreSortedInThePartitionsAndMerged() {
    assertPlan(
        "select id from flights order by delay desc limit 10",
        """
        AllPartitions
          Project[#0]
            Limit
              Gather[#1 desc]
                TopN[#1 desc]
                  Scan[flights]
        """);
  }

  @Test
  void notInASubqueryIsPlanned() {
    assertThat(
            planning.text(
                "select carrier from airlines where carrier not in (select carrier from flights)"))
        .contains("HashJoin[LEFT");
  }

  @Test
  void parametersAreTypedByTheirNumberWhereverTheyStand() {
    assertThat(planning.plan("select 1 from flights where carrier = $2 and id = $1").parameters())
        .containsExactly(SqlType.BIGINT, SqlType.TEXT);
    assertThat(planning.plan("select 1 from flights where id = $1 or id = $1").parameters())
        .containsExactly(SqlType.BIGINT);
    assertThat(planning.plan("update flights set delay = $2 where id = $1").parameters())
        .containsExactly(SqlType.BIGINT, SqlType.INTEGER);
    assertThat(planning.plan("select $1::int + $2, $3 || 'x', $4").parameters())
        .containsExactly(SqlType.INTEGER, SqlType.INTEGER, SqlType.TEXT, SqlType.TEXT);
    assertThat(planning.plan("insert into airlines values ($1, upper($2))").parameters())
        .containsExactly(SqlType.TEXT, SqlType.TEXT);
  }

  @Test
  void whatTheClientDeclaredHolds() {
    PreparedPlan plan = planning.plan("select $1", SqlType.DATE);
    assertThat(plan.parameters()).containsExactly(SqlType.DATE);
    assertThat(plan.columns().getFirst().type()).isEqualTo(SqlType.DATE);
  }

  @Test
  void limitsAreParametersToo() {
    PreparedPlan plan = planning.plan("select id from flights where id > $1 limit $3 offset $2");
    assertThat(plan.parameters()).containsExactly(SqlType.BIGINT, SqlType.BIGINT, SqlType.BIGINT);
    assertThat(planning.plan("select 'limit $9', 1 -- offset $8\n limit 1").parameters()).isEmpty();
  }

  @Test
  void columnsAreNamedAsPostgresNamesThem() {
    assertThat(
            names(
                "select count(*), delay + 1, delay::text, '1'::int, coalesce(delay, 0), true,"
                    + " case when true then 1 end from flights group by delay"))
        .containsExactly("count", "?column?", "delay", "int4", "coalesce", "?column?", "case");
    assertThat(names("select * from customers a join customers b on a.id = b.id"))
        .containsExactly("id", "name", "id", "name");
    assertThat(names("values (1, 'a')")).containsExactly("column1", "column2");
    assertThat(names("select 1 union all select 2")).containsExactly("?column?");
  }

  @Test
  void typesOfAggregatesAreThoseOfPostgres() {
    assertThat(
            planning
                .plan("select count(*), sum(delay), sum(id), avg(delay), max(dist) from flights")
                .columns())
        .extracting(OutputColumn::type)
        .containsExactly(
            SqlType.BIGINT,
            SqlType.BIGINT,
            SqlType.NUMERIC,
            SqlType.NUMERIC,
            SqlType.numeric(10, 2));
  }

  @Test
  void changesGoWhereTheirRowsAre() {
    assertPlan(
        "update flights set delay = delay + 1 where id = $1 returning id, delay as late",
        """
        Update[flights] OnePartition[$1]
          KeyScan[flights, = $1]
        """);
    assertPlan(
        "delete from flights where carrier = 'UA'",
        """
        Delete[flights] AllPartitions
          IndexScan[flights, = 'UA']
        """);
  }

  @Test
  void aTextThatWasPlannedIsInTheCache() {
    String sql = "select id from flights";
    assertThat(planning.planner.cached(sql, planning.catalog, List.of())).isNull();
    PreparedPlan plan = planning.plan(sql);
    assertThat(planning.planner.cached(sql, planning.catalog, List.of())).isSameAs(plan);
    assertThat(planning.planner.hits()).isEqualTo(1);
  }

  @Test
  void functionsThatAreWordsNeedNoParentheses() {
    String sql = "select current_user, current_schema(), 1 as \"current_user\"";
    assertThat(names(sql)).containsExactly("current_user", "current_schema", "current_user");
    assertPlan(
        sql,
        """
        Replicated
          Project[current_user(), current_schema(), 1]
            Values[1 rows]
        """);
  }
}
