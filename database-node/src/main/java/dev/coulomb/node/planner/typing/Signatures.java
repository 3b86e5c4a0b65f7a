package dev.coulomb.node.planner.typing;

import static dev.coulomb.node.types.TypeKind.BIGINT;
import static dev.coulomb.node.types.TypeKind.BOOLEAN;
import static dev.coulomb.node.types.TypeKind.BYTEA;
import static dev.coulomb.node.types.TypeKind.DATE;
import static dev.coulomb.node.types.TypeKind.DOUBLE;
import static dev.coulomb.node.types.TypeKind.INTEGER;
import static dev.coulomb.node.types.TypeKind.INTERVAL;
import static dev.coulomb.node.types.TypeKind.NUMERIC;
import static dev.coulomb.node.types.TypeKind.REAL;
import static dev.coulomb.node.types.TypeKind.TEXT;
import static dev.coulomb.node.types.TypeKind.TIME;
import static dev.coulomb.node.types.TypeKind.TIMESTAMP;
import static dev.coulomb.node.types.TypeKind.TIMESTAMPTZ;

import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What our functions take, and which variant some arguments mean, as PostgreSQL decides. */
public final class Signatures {
  /** Types that are taken when constants leave it open, the first of them first. */
  private static final List<TypeKind> PREFERRED = List.of(TEXT, DOUBLE, TIMESTAMPTZ);

  private Signatures() {}

  /** Casts the arguments of a call to what the function takes; 42883 when it does not. */
  public static void check(Function function, SqlCallBinding binding) {
    List<List<TypeKind>> variants = variants(function);
    if (!variants.isEmpty()) {
      check(variants, binding);
    }
  }

  static void check(List<List<TypeKind>> variants, SqlCallBinding binding) {
    List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
    List<TypeKind> chosen = chosen(variants, binding);
    for (int i = 0; i < kinds.size(); i++) {
      TypeKind kind = kinds.get(i);
      TypeKind wanted = chosen.get(i);
      if (kind != null && kind != wanted && (wanted == DOUBLE || wanted == NUMERIC)) {
        SqlNode operand = binding.operand(i);
        binding
            .getCall()
            .setOperand(i, OperandKinds.explicit(binding.getValidator(), operand, wanted));
      } else {
        OperandKinds.cast(binding, i, kind, wanted);
      }
    }
  }

  /** What a call's arguments mean; 42883 and 42725 with its place. */
  static List<TypeKind> chosen(List<List<TypeKind>> variants, SqlCallBinding binding) {
    String name = binding.getOperator().getName();
    List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
    return OperandKinds.at(binding, () -> chosen(name, variants, kinds));
  }

  /** Says what parameters among the arguments are. */
  public static void infer(Function function, SqlCallBinding binding, RelDataType[] types) {
    List<List<TypeKind>> variants = variants(function);
    if (!variants.isEmpty()) {
      infer(variants, binding, types);
    }
  }

  static void infer(List<List<TypeKind>> variants, SqlCallBinding binding, RelDataType[] types) {
    List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
    try {
      List<TypeKind> chosen = chosen(binding.getOperator().getName(), variants, kinds);
      for (int i = 0; i < types.length; i++) {
        TypeKind known = kinds.get(i);
        types[i] = CalciteTypes.of(SqlType.of(known == null ? chosen.get(i) : known), true);
      }
    } catch (SqlError unresolved) {
      // Said again, with its place, when the arguments are checked.
      return;
    }
  }

  private static List<TypeKind> chosen(
      String name, List<List<TypeKind>> variants, List<@Nullable TypeKind> kinds) {
    int least =
        variants.stream()
            .mapToInt(variant -> casts(variant, kinds))
            .min()
            .orElse(Integer.MAX_VALUE);
    if (least == Integer.MAX_VALUE) {
      throw refused(SqlState.UNDEFINED_FUNCTION, "the function does not exist", name, kinds);
    }
    List<List<TypeKind>> best =
        variants.stream().filter(variant -> casts(variant, kinds) == least).toList();
    if (best.size() == 1) {
      return best.getFirst();
    }
    for (TypeKind preferred : PREFERRED) {
      for (List<TypeKind> variant : best) {
        for (int i = 0; i < kinds.size(); i++) {
          boolean decides = preferred != TIMESTAMPTZ || kinds.get(i) != null;
          if (decides && variant.get(i) == preferred && differs(best, i)) {
            return variant;
          }
        }
      }
    }
    throw refused(SqlState.AMBIGUOUS_FUNCTION, "the function is not unique", name, kinds);
  }

  private static boolean differs(List<List<TypeKind>> variants, int argument) {
    return variants.stream().map(variant -> variant.get(argument)).distinct().count() > 1;
  }

  /** How many arguments are cast, or the greatest number where one cannot be. */
  private static int casts(List<TypeKind> variant, List<@Nullable TypeKind> kinds) {
    if (variant.size() != kinds.size()) {
      return Integer.MAX_VALUE;
    }
    int casts = 0;
    for (int i = 0; i < kinds.size(); i++) {
      TypeKind kind = kinds.get(i);
      if (kind == null || kind == variant.get(i)) {
        continue;
      }
      if (!Resolution.widens(kind, variant.get(i))) {
        return Integer.MAX_VALUE;
      }
      casts += kind.isCharacter() ? 0 : 1;
    }
    return casts;
  }

  private static SqlError refused(
      SqlState state, String sentence, String name, List<@Nullable TypeKind> kinds) {
    return new SqlError(state, sentence)
        .with(
            "function",
            kinds.stream()
                .map(kind -> kind == null ? "unknown" : kind.sqlName())
                .collect(Collectors.joining(", ", name + "(", ")")))
        .hint("Cast the arguments to the types that are meant.");
  }

  /** The variants of a function; none where it takes anything. */
  private static List<List<TypeKind>> variants(Function function) {
    return switch (function) {
      case LENGTH, OCTET_LENGTH, MD5 -> List.of(List.of(TEXT), List.of(BYTEA));
      case ASCII, REVERSE, INITCAP -> List.of(List.of(TEXT));
      case POSITION, STARTS_WITH -> List.of(List.of(TEXT, TEXT));
      case NEXTVAL, CURRVAL -> List.of(List.of(TEXT));
      case SETVAL -> List.of(List.of(TEXT, BIGINT), List.of(TEXT, BIGINT, BOOLEAN));
      case LASTVAL -> List.of(List.of());
      case CHR -> List.of(List.of(INTEGER));
      case LTRIM, RTRIM, BTRIM -> List.of(List.of(TEXT), List.of(TEXT, TEXT));
      case LPAD, RPAD -> List.of(List.of(TEXT, INTEGER), List.of(TEXT, INTEGER, TEXT));
      case SUBSTRING -> List.of(List.of(TEXT, INTEGER), List.of(TEXT, INTEGER, INTEGER));
      case LEFT, RIGHT, REPEAT -> List.of(List.of(TEXT, INTEGER));
      case REPLACE, TRANSLATE -> List.of(List.of(TEXT, TEXT, TEXT));
      case SPLIT_PART -> List.of(List.of(TEXT, TEXT, INTEGER));
      case REGEXP_REPLACE -> List.of(List.of(TEXT, TEXT, TEXT), List.of(TEXT, TEXT, TEXT, TEXT));
      default -> ofNumbersOrTimes(function);
    };
  }

  private static List<List<TypeKind>> ofNumbersOrTimes(Function function) {
    return switch (function) {
      case SIGN, CEIL, FLOOR -> List.of(List.of(DOUBLE), List.of(NUMERIC));
      case ROUND, TRUNC -> List.of(List.of(DOUBLE), List.of(NUMERIC), List.of(NUMERIC, INTEGER));
      case LOG10, SQRT, EXP, LN -> List.of(List.of(DOUBLE), List.of(NUMERIC));
      case AT_TIME_ZONE -> List.of(List.of(TIMESTAMP, TEXT), List.of(TIMESTAMPTZ, TEXT));
      case POWER -> List.of(List.of(DOUBLE, DOUBLE), List.of(NUMERIC, NUMERIC));
      case MAKE_DATE -> List.of(List.of(INTEGER, INTEGER, INTEGER));
      case TO_TIMESTAMP -> List.of(List.of(DOUBLE), List.of(TEXT, TEXT));
      case TO_CHAR ->
          List.of(
              List.of(TIMESTAMP, TEXT),
              List.of(TIMESTAMPTZ, TEXT),
              List.of(INTERVAL, TEXT),
              List.of(INTEGER, TEXT),
              List.of(BIGINT, TEXT),
              List.of(NUMERIC, TEXT),
              List.of(REAL, TEXT),
              List.of(DOUBLE, TEXT));
      case DATE_PART, EXTRACT ->
          List.of(
              List.of(TEXT, DATE),
              List.of(TEXT, TIME),
              List.of(TEXT, TIMESTAMP),
              List.of(TEXT, TIMESTAMPTZ),
              List.of(TEXT, INTERVAL));
      case DATE_TRUNC ->
          List.of(
              List.of(TEXT, TIMESTAMP),
              List.of(TEXT, TIMESTAMPTZ),
              List.of(TEXT, INTERVAL),
              List.of(TEXT, TIMESTAMPTZ, TEXT));
      case AGE ->
          List.of(
              List.of(TIMESTAMP),
              List.of(TIMESTAMPTZ),
              List.of(TIMESTAMP, TIMESTAMP),
              List.of(TIMESTAMPTZ, TIMESTAMPTZ));
      default -> List.of();
    };
  }
}
