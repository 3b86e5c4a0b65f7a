package dev.coulomb.node.plan.stored;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as texts: PostgreSQL's name, with the modifiers in brackets. */
final class StoredType {
  private static final Pattern TEXT =
      Pattern.compile("([a-z ]+)(?:\\(([0-9]{1,9})(?:,(-?[0-9]{1,9}))?\\))?");

  private StoredType() {}

  static String text(SqlType type) {
    boolean whole = type.precision() != SqlType.NONE || type.scale() == 0;
    Invariant.that(whole, "a type without precision has no digits after the point");
    return type.toString();
  }

  static SqlType read(Fields from, String field) throws CatalogFormatException {
    String text = from.text(field);
    Matcher parts = TEXT.matcher(text);
    if (parts.matches()) {
      for (TypeKind kind : TypeKind.values()) {
        if (kind.sqlName().equals(parts.group(1))) {
          int precision = parts.group(2) == null ? SqlType.NONE : number(parts.group(2));
          int scale = parts.group(3) == null ? 0 : number(parts.group(3));
          boolean isNumeric = kind == TypeKind.NUMERIC && parts.group(2) != null;
          if (precision != 0 && isNumeric == (parts.group(3) != null)) {
            return new SqlType(kind, precision, scale);
          }
        }
      }
    }
    throw from.damaged(field, "a type is unknown: " + text);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
