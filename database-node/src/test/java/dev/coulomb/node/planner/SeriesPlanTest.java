package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesPlanTest {
  private final Planning planning = new Planning();

  @Test
  void aShortSeriesIsLookedUpInThePartitions() {
    assertThat(
            planning.text("select number from generate_series(1, 3) g join orders on customer = g"))
        .isEqualTo(
            """
            AllPartitions
              Gather
                Project[#2]
                  LookupJoin[INNER]
                    Project[#0::bigint]
                      Series[1, 3, 1]
                    KeyScan[orders, = #0]
            """
                .strip());
  }

  @Test
  void aSeriesOfColumnsIsMadeForEachRowWhereItIs() {
    assertThat(
            planning.text(
                "select number, g from orders, generate_series(1, number) g where customer = 7"))
        .isEqualTo(
            """
            OnePartition[7]
              Project[#1, #2]
                ForEach[INNER]
                  KeyScan[orders, = 7]
                  Series[1, outer#1, 1]
            """
                .strip());
  }

  @Test
  void rowsOfASeriesGoWhereTheyBelong() {
    assertThat(planning.text("insert into flights (id) select g from generate_series(1, 9) g"))
        .startsWith("Insert[flights] AllPartitions");
    assertThat(
            planning.text("insert into orders (customer, number) select 7, generate_series(1, 9)"))
        .startsWith("Insert[orders] OnePartition[7::bigint]");
  }

  @Test
  void itsLimitsAreParameters() {
    assertThat(planning.plan("select * from generate_series(1, $1)").parameters())
        .hasToString("[integer]");
    assertThat(planning.plan("select * from generate_series($1, now(), $2)").parameters())
        .hasToString("[timestamp with time zone, interval]");
  }
}
