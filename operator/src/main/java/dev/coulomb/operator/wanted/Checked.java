package dev.coulomb.operator.wanted;

import java.util.List;

/** A spec after its check. */
public sealed interface Checked {

  /** It can be carried out. */
  record Accepted(Wanted wanted) implements Checked {}

  /**
   * It cannot, and nothing of it is: the last good state stays.
   *
   * @param settings problems in {@code spec.config}, a sentence each
   * @param others all other problems, a sentence each
   */
  record Rejected(List<String> settings, List<String> others) implements Checked {}
}
