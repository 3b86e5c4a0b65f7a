package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlType;
import org.junit.jupiter.api.Test;

/** Where changes run, and what they look at. */
class ChangePlanTest {
  private final Planning planning = new Planning();

  private void assertPlan(String sql, String text) {
    assertThat(planning.text(sql)).isEqualTo(text.strip());
  }

  @Test
  void anUpsertOfOneRowRunsInItsPartition() {
    String upsert =
        "insert into counts values ($1, $2) on conflict (id) do update set amount = excluded.amount";
    assertPlan(
        upsert,
        """
        Insert[counts] OnePartition[$1]
          OnConflict[primary key] do update
          Values[1 rows]
        """);
    assertThat(planning.plan(upsert).parameters())
        .containsExactly(SqlType.INTEGER, SqlType.SMALLINT);
  }

  @Test
  void parametersOfAnUpsertHaveTheTypesOfTheirColumns() {
    assertThat(
            planning
                .plan(
                    "insert into customers values ($1, $2) on conflict (id) do update set name = $3"
                        + " where customers.id <> $4 returning id + $5")
                .parameters())
        .extracting(type -> type.kind().toString())
        .containsExactly("BIGINT", "VARCHAR", "TEXT", "BIGINT", "BIGINT");
  }

  @Test
  void rowsOfAQueryStayInThePartitionTheyAreReadIn() {
    assertPlan(
        "insert into orders select id, $2, amount from counts where id = $1",
        """
        Insert[orders] OnePartition[$1]
          Project[#0::bigint, #1, #2::numeric(12,2)]
            Project[#0, $2, #1]
              KeyScan[counts, = $1]
        """);
  }

  @Test
  void rowsThatMoveAreInsertedByATransactionOfAllPartitions() {
    assertPlan(
        "insert into customers select number, 'x' from orders where customer = 5",
        """
        Insert[customers] AllPartitions
          Project[#0::bigint, #1::character varying(20)]
            Gather
              Project[#0, 'x']
                KeyScan[orders, = 5]
        """);
  }

  @Test
  void aReplicatedQueryGoesToOnePartitionByAConstant() {
    assertPlan(
        "insert into orders (customer, number) select 7, count(*) from airlines",
        """
        Insert[orders] OnePartition[7::bigint]
          Project[#0::bigint, #1::integer, null]
            Project[7, #0]
              Aggregate[COMPLETE, by : COUNT()]
                Scan[airlines]
        """);
  }

  @Test
  void aJoinOnThePartitionColumnRunsInsideThePartitions() {
    assertPlan(
        "update orders set total = amount from counts where id = customer and customer = 3",
        """
        Update[orders] OnePartition[3]
          Project[#0, #1, #2, #3, #5]
            HashJoin[INNER, #0 = #0::bigint]
              KeyScan[orders, = 3]
              KeyScan[counts, = 3]
        """);
  }

  @Test
  void aReplicatedTableIsJoinedInsideThePartitions() {
    assertPlan(
        "delete from flights f using airlines a where a.carrier = f.carrier and a.name = 'x'",
        """
        Delete[flights] AllPartitions
          Gather
            Project[#0, #1, #2, #3, #4, #5]
              HashJoin[INNER, #2 = #0]
                Scan[flights]
                Scan[airlines] where EQUAL(#1, 'x')
        """);
  }

  @Test
  void otherJoinsAreOfTheCoordinator() {
    assertPlan(
        "delete from orders where number in (select month from flights)",
        """
        Delete[orders] AllPartitions
          Project[#0, #1, #2, #3]
            HashJoin[INNER, #1 = #0]
              Gather
                Scan[orders]
              Aggregate[FINAL, by #0]
                Gather
                  Aggregate[PARTIAL, by #0]
                    Scan[flights]
        """);
  }

  @Test
  void anIndexOfSomeRowsIsUsedWhenTheConditionsAskForNoOthers() {
    assertPlan(
        "select id from flights where dist = 7 and delay > 60",
        """
        AllPartitions
          Gather
            IndexScan[flights, = 7::numeric]
        """);
    assertPlan(
        "select id from flights where dist > 7 and delay = 90",
        """
        AllPartitions
          Gather
            Project[#0]
              IndexScan[flights, > 7] where EQUAL(#1, 90)
        """);
    assertPlan(
        "select id from flights where dist = 7 and delay > 50",
        """
        AllPartitions
          Gather
            Project[#0]
              Scan[flights] where EQUAL(#2::numeric, 7::numeric), GREATER(#1, 50)
        """);
  }

  @Test
  void anIndexOfAnExpressionIsUsedForTheSameExpression() {
    assertPlan(
        "delete from customers where lower(name) = $1",
        """
        Delete[customers] AllPartitions
          IndexScan[customers, = $1]
        """);
    assertPlan(
        "select id from customers where lower(name) >= 'a' and id = 5",
        """
        OnePartition[5]
          Project[#0]
            KeyScan[customers, = 5] where GREATER_OR_EQUAL(LOWER(#1), 'a')
        """);
  }
}
