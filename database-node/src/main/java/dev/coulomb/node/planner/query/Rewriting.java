package dev.coulomb.node.planner.query;

import dev.coulomb.node.sql.Listening;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;

/**
 * Applies rules until none fits any more, or a cancel is heard before one. Computes no constants:
 * that is for those who run the plan, by our rules. Confined to one planning.
 */
public final class Rewriting extends HepPlanner {
  public Rewriting(HepProgram program) {
    super(program);
    setExecutor((rex, constants, reduced) -> reduced.addAll(constants));
  }

  /** The tree after the rules of a program. */
  public static RelNode of(HepProgram program, RelNode tree) {
    Rewriting rules = new Rewriting(program);
    rules.setRoot(tree);
    return rules.findBestExp();
  }

  @Override
  public void checkCancel() {
    Listening.check();
  }
}
