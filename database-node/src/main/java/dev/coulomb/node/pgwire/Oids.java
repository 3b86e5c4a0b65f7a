package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types by PostgreSQL's object ids, as clients declare parameters. */
final class Oids {
  private static final Map<Integer, SqlType> TYPES = types();

  private Oids() {}

  private static Map<Integer, SqlType> types() {
    Map<Integer, SqlType> types = new HashMap<>();
    for (TypeKind kind : TypeKind.values()) {
      types.put(kind.oid(), SqlType.of(kind));
    }
    // A name is a text.
    types.put(19, SqlType.TEXT);
    types.put(26, SqlType.BIGINT);
    return types;
  }

  /** Null: not declared, or of a type that says nothing here; the statement decides. */
  static @Nullable SqlType type(int oid) {
    return TYPES.get(oid);
  }
}
