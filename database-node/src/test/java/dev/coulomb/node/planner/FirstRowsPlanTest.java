package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstRowsPlanTest {
  private final Planning planning = new Planning();

  @Test
  void firstRowsOfThePartitionColumnAreFoundInsideThePartitions() {
    assertThat(
            planning.text(
                "select distinct on (customer) customer, total from orders"
                    + " order by customer, number desc"))
        .isEqualTo(
            """
            AllPartitions
              Project[#0, #1]
                Gather[#0, #2 desc]
                  Sort[#0, #2 desc]
                    Project[#0, #1, #2]
                      FirstRows[by #0 order #2 desc]
                        Project[#0, #2, #1, true]
                          Scan[orders]
            """
                .strip());
  }

  @Test
  void ofOtherKeysEachPartitionFindsItsOwnAndTheFirstOfThoseCount() {
    assertThat(
            planning.text(
                "select distinct on (carrier) carrier, delay from flights order by carrier, delay"
                    + " limit 3"))
        .isEqualTo(
            """
            AllPartitions
              TopN[#0, #1]
                Project[#0, #1]
                  FirstRows[by #0 order #1]
                    Gather
                      FirstRows[by #0 order #1]
                        Project[#0, #1, true]
                          Scan[flights]
            """
                .strip());
  }

  @Test
  void conditionsOnTheKeysAreLookedUpBelow() {
    assertThat(
            planning.text(
                "select total from (select distinct on (customer) * from orders"
                    + " order by customer, number desc) l where customer = 7 and total > 1"))
        .isEqualTo(
            """
            OnePartition[7]
              Project[#0]
                Filter[GREATER(#0, 1)]
                  Project[#0, #1]
                    FirstRows[by #2 order #3 desc]
                      Project[#2, true, #0, #1]
                        KeyScan[orders, = 7]
            """
                .strip());
  }

  @Test
  void conditionsOnWhatEveryWindowIsPartitionedByToo() {
    assertThat(
            planning.text(
                "select s from (select customer, number, sum(total) over (partition by customer)"
                    + " as s from orders) w where customer = 7 and number = 1"))
        .isEqualTo(
            """
            OnePartition[7]
              Project[#1]
                Filter[EQUAL(#0, 1)]
                  Project[#1, #3]
                    Window[by #0 SUM(#2)]
                      Sort[#0]
                        KeyScan[orders, = 7]
            """
                .strip());
  }

  @Test
  void aConditionAboveALimitStaysThere() {
    assertThat(
            planning.text(
                "select * from (select * from orders order by total limit 2) l"
                    + " where customer = 7"))
        .startsWith("AllPartitions\n  Filter[EQUAL(#0, 7)]\n    Limit");
    assertThat(
            planning.text(
                "select * from (select * from orders order by total) l where customer = 7"))
        .startsWith("OnePartition[7]");
  }
}
