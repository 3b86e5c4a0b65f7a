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
}
