package dev.coulomb.e2e.sqllogic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of the steps of a script, or of several. */
final class Tally {
  /** What can come of a step. */
  enum Verdict {
    PASSED,
    /** Not the answer of the suite, but PostgreSQL gives the same. */
    AS_POSTGRESQL,
    /** Another answer than the suite's, or none where there has to be an error. */
    WRONG,
    /** A failure of the node itself: class XX, a broken connection, a time limit. */
    BROKEN,
    /** The node said that it cannot do it, PostgreSQL can. */
    REFUSED,
    /** PostgreSQL says no as well. */
    REFUSED_BY_BOTH,
    /** Cannot be judged: a change before it was refused. */
    UNDECIDED
  }

  private static final int EXAMPLES = 3;

  /** Of queries. */
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /** Of statements without an answer. */
  private final Map<Verdict, Integer> statements = new EnumMap<>(Verdict.class);

  private final Map<Verdict, Map<String, Reason>> reasons = new EnumMap<>(Verdict.class);

  /** How often something was said, and where first. */
  record Reason(int count, List<String> examples) {
    static final Reason NONE = new Reason(0, List.of());

    Reason and(int more, List<String> others) {
      List<String> all = new ArrayList<>(examples);
      others.stream().limit(EXAMPLES - all.size()).forEach(all::add);
      return new Reason(count + more, all);
    }
  }

  void passed(boolean query) {
    (query ? counts : statements).merge(Verdict.PASSED, 1, Integer::sum);
  }

  void add(Verdict verdict, boolean query, String reason, String example) {
    (query ? counts : statements).merge(verdict, 1, Integer::sum);
    add(verdict, reason, new Reason(1, List.of(example)));
  }

  void add(Tally other) {
    other.counts.forEach((verdict, n) -> counts.merge(verdict, n, Integer::sum));
    other.statements.forEach((verdict, n) -> statements.merge(verdict, n, Integer::sum));
    other.reasons.forEach(
        (verdict, all) -> all.forEach((text, reason) -> add(verdict, text, reason)));
  }

  /** Of queries. */
  int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  int statements(Verdict verdict) {
    return statements.getOrDefault(verdict, 0);
  }

  int statements() {
    return statements.values().stream().mapToInt(Integer::intValue).sum();
  }

  int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Share of a verdict among the queries, in percent. */
  double percent(Verdict verdict) {
    return total() == 0 ? 0 : 100.0 * count(verdict) / total();
  }

  Map<String, Reason> reasons(Verdict verdict) {
    return reasons.getOrDefault(verdict, Map.of());
  }

  private void add(Verdict verdict, String text, Reason more) {
    reasons
        .computeIfAbsent(verdict, v -> new TreeMap<>())
        .merge(
            text,
            Reason.NONE.and(more.count(), more.examples()),
            (a, b) -> a.and(b.count(), b.examples()));
  }
}
