package dev.coulomb.node.catalog;

import java.util.List;

/**
 * A check constraint: a condition that no row makes false.
 *
 * @param name unique among the constraints of its table
 * @param text the condition as SQL, as it was written
 * @param columns names of the columns in it
 */
public record Check(String name, String text, List<String> columns) {
  public Check {
    columns = List.copyOf(columns);
  }

  /** True when both are the same condition, whatever they are called. */
  public boolean sameCondition(Check other) {
    return text.equals(other.text);
  }
}
