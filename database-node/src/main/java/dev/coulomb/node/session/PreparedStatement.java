package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.activity.StatementFigures;
import dev.coulomb.node.session.activity.Statements;
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

  /** Values of the parameters that the literals became; null: the parameters are the client's. */
  private final @Nullable Object @Nullable [] constants;

  private @Nullable PreparedPlan plan;
  private @Nullable StatementFigures figures;
  private @Nullable StatementFigures calls;

  PreparedStatement(
      Planning.@Nullable Parsed parsed,
      List<@Nullable SqlType> declared,
      @Nullable PreparedPlan plan) {
    this(parsed, declared, plan, null);
  }

  private PreparedStatement(
      Planning.@Nullable Parsed parsed,
      List<@Nullable SqlType> declared,
      @Nullable PreparedPlan plan,
      @Nullable Object @Nullable [] constants) {
    this.parsed = parsed;
    this.declared = declared;
    this.plan = plan;
    this.constants = constants;
  }

  /** A statement whose literals were lifted into parameters; to its client it has none. */
  static PreparedStatement lifted(
      Planning.Parsed parsed,
      List<@Nullable SqlType> types,
      PreparedPlan plan,
      @Nullable Object[] constants) {
    return new PreparedStatement(parsed, types, plan, constants);
  }

  /** What it runs with, when the client gives these. */
  @Nullable Object[] with(@Nullable Object[] given) {
    return constants == null ? given : constants;
  }

  /** The text, with its literals as parameters where they were lifted. */
  String text() {
    return parsed == null ? "" : parsed.text();
  }

  /** Where its executions are counted. */
  StatementFigures figures(Statements all) {
    StatementFigures known = figures;
    if (known == null) {
      known = all.of(text());
      figures = known;
    }
    return known;
  }

  /** Where the calls of the procedure that it calls are counted. */
  StatementFigures figuresOf(String procedure, Statements all) {
    StatementFigures known = calls;
    if (known == null) {
      known = all.ofProcedure(procedure);
      calls = known;
    }
    return known;
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
    if (planned == null || constants != null) {
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

  /** Types of the parameters that the client gives, to decode them by. */
  List<SqlType> expected() {
    PreparedPlan planned = plan;
    return planned == null || constants != null ? List.of() : planned.parameters();
  }

  /** True when its plan is of this catalog. */
  boolean isOf(Catalog catalog) {
    PreparedPlan planned = plan;
    return planned != null && planned.catalogVersion() == catalog.version();
  }

  @Nullable PreparedPlan plan() {
    return plan;
  }

  void replan(PreparedPlan newPlan) {
    plan = newPlan;
  }
}
