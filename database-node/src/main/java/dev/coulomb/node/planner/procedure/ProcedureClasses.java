package dev.coulomb.node.planner.procedure;

import dev.coulomb.node.catalog.Procedure;
import java.util.List;

/** Procedures that are classes, as far as they are planned. Any thread but an event loop. */
public interface ProcedureClasses {
  /**
   * The texts of the statements of a procedure's class, which has been checked: 42P13 when it is
   * not what was declared.
   */
  List<String> statements(Procedure procedure);
}
