package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepetitionPlanTest {
  private final Planning planning = new Planning();

  @Test
  void whatLimitsTheRowsOfEachOuterRowIsRunForEach() {
    assertThat(
            planning.text(
                "select f.id, q.number from flights f, lateral (select number from orders"
                    + " where customer = f.id order by total limit 1) q"))
        .isEqualTo(
            """
            AllPartitions
              ForEach[INNER]
                Gather
                  Scan[flights]
                Project[#0]
                  Limit
                    Gather[#1]
                      TopN[#1]
                        KeyScan[orders, = outer#0]
            """
                .strip());
  }

  @Test
  void recursionLooksUpWhatItsRoundsFind() {
    assertThat(
            planning.text(
                "with recursive n(i) as (select 1::bigint union select customers.id + 1"
                    + " from n join customers on customers.id = n.i) select i from n"))
        .isEqualTo(
            """
            AllPartitions
              Recursion[distinct]
                Values[1 rows]
                Gather
                  Project[PLUS(#1, 1)]
                    LookupJoin[INNER]
                      Working
                      KeyScan[customers, = #0]
            """
                .strip());
  }
}
