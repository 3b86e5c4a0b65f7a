package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowPlanTest {
  private final Planning planning = new Planning();

  @Test
  void windowsOfThePartitionColumnStayInsideThePartitions() {
    assertThat(
            planning.text(
                "select number, rank() over (partition by customer order by total) from orders"))
        .isEqualTo(
            """
            AllPartitions
              Gather
                Project[#1, #3]
                  Window[by #0 order #2 RANK()]
                    Sort[#0, #2]
                      Scan[orders]
            """
                .strip());
  }

  @Test
  void otherWindowsAreOfRowsMergedInTheirOrder() {
    assertThat(planning.text("select number, sum(total) over (order by number) from orders"))
        .isEqualTo(
            """
            AllPartitions
              Project[#0, #2]
                Window[order #0 SUM(#1)]
                  Gather[#0]
                    Sort[#0]
                      Scan[orders]
            """
                .strip());
  }

  @Test
  void windowsThatAreSortedAlikeAreOne() {
    assertThat(
            planning.text(
                "select row_number() over w, sum(month) over w from flights where id = 1"
                    + " window w as (partition by carrier order by delay desc)"))
        .isEqualTo(
            """
            OnePartition[1]
              Project[#3, #4]
                Window[by #1 order #2 desc ROW_NUMBER(), SUM(#0)]
                  Sort[#1, #2 desc]
                    KeyScan[flights, = 1]
            """
                .strip());
  }
}
