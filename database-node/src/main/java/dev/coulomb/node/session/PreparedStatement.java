package dev.coulomb.node.session;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
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

  /** The declared types, to plan with: a text of any name is a text. */
  List<@Nullable SqlType> declared() {
    return texts(declared);
  }

  /** Types of the parameters, to tell the client: by the names that it gave them. */
  List<SqlType> parameters() {
    PreparedPlan planned = plan;
    if (planned == null) {
      return List.of();
    }
    List<SqlType> told = new ArrayList<>(planned.parameters());
    for (int i = 0; i < Math.min(told.size(), declared.size()); i++) {
      SqlType name = declared.get(i);
      if (name != null && name.kind().isCharacter() && told.get(i).kind().isCharacter()) {
        told.set(i, name);
      }
    }
    return told;
  }

  /** Parameters of varchar and char take any length, as texts do. */
  static List<@Nullable SqlType> texts(List<@Nullable SqlType> declared) {
    List<@Nullable SqlType> types = new ArrayList<>();
    for (SqlType type : declared) {
      types.add(type != null && type.kind().isCharacter() ? SqlType.TEXT : type);
    }
    return types;
  }

  @Nullable PreparedPlan plan() {
    return plan;
  }

  void replan(PreparedPlan newPlan) {
    plan = newPlan;
  }
}
