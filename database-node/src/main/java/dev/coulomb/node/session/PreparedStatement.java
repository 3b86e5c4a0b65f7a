package dev.coulomb.node.session;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement a client has prepared: its text, what it declared, and its newest plan. An empty
 * statement has no parsed form. Confined to its session.
 */
final class PreparedStatement {
  private final Planning.@Nullable Parsed parsed;
  private final List<@Nullable SqlType> declared;
  private @Nullable PreparedPlan plan;

  PreparedStatement(
      Planning.@Nullable Parsed parsed,
      List<@Nullable SqlType> declared,
      @Nullable PreparedPlan plan) {
    this.parsed = parsed;
    this.declared = declared;
    this.plan = plan;
  }

  boolean isEmpty() {
    return plan == null;
  }

  Planning.@Nullable Parsed parsed() {
    return parsed;
  }

  List<@Nullable SqlType> declared() {
    return declared;
  }

  @Nullable PreparedPlan plan() {
    return plan;
  }

  void replan(PreparedPlan newPlan) {
    plan = newPlan;
  }
}
