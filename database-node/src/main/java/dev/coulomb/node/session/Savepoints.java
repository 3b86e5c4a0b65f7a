package dev.coulomb.node.session;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;

/** The savepoints of a transaction; a later one hides an earlier one of the same name. */
final class Savepoints {
  private final List<Savepoint> places = new ArrayList<>();

  /**
   * One of them.
   *
   * @param number as the transaction knows it
   * @param settings what the parameters were
   */
  record Savepoint(String name, int number, SessionSettings.Values settings) {}

  boolean isEmpty() {
    return places.isEmpty();
  }

  void add(String name, int number, SessionSettings.Values settings) {
    places.add(new Savepoint(name, number, settings));
  }

  /** Forgets those that came after it, and gives it; 3B001. */
  Savepoint backTo(String name) {
    for (int i = places.size() - 1; i >= 0; i--) {
      Savepoint place = places.get(i);
      if (place.name().equals(name)) {
        places.subList(i + 1, places.size()).clear();
        return place;
      }
    }
    throw unknown().with("savepoint", name);
  }

  /** Forgets it and those that came after it; 3B001. */
  void release(String name) {
    backTo(name);
    places.removeLast();
  }

  void clear() {
    places.clear();
  }

  static SqlError unknown() {
    return new SqlError(SqlState.INVALID_SAVEPOINT, "the savepoint does not exist");
  }
}
