package dev.coulomb.node.plan;

import dev.coulomb.node.types.TypeKind;

/** Whether an expression depends on its row alone, so that it is the same for ever. */
public final class Stability {
  private Stability() {}

  /** False when time, chance or the session have a part in it. */
  public static boolean isOfRowAlone(Expression value) {
    boolean stable =
        switch (value) {
          case Expression.SystemCall call -> false;
          case Expression.OfSequence named -> false;
          case Expression.Parameter parameter -> false;
          case Expression.Call call -> isStable(call);
          case Expression.Cast cast -> isZoned(cast) == isZoned(cast.operand());
          case Expression.Literal literal -> true;
          case Expression.Column column -> true;
          case Expression.InList list -> true;
          case Expression.Case branches -> true;
        };
    return stable && value.parts().stream().allMatch(Stability::isOfRowAlone);
  }

  private static boolean isZoned(Expression value) {
    return value.type().kind() == TypeKind.TIMESTAMPTZ;
  }

  private static boolean isStable(Expression.Call call) {
    boolean zoned = call.arguments().stream().anyMatch(Stability::isZoned);
    return switch (call.function()) {
      case NOW, CURRENT_DATE, CURRENT_TIME, LOCALTIMESTAMP, RANDOM, GEN_RANDOM_UUID -> false;
      case NEXTVAL, CURRVAL, LASTVAL, SETVAL -> false;
      case TO_TIMESTAMP -> false;
      case AGE -> call.arguments().size() > 1 && !zoned;
      case EXTRACT,
          DATE_PART,
          DATE_TRUNC,
          TO_CHAR,
          PLUS,
          MINUS,
          CONCAT,
          CONCAT_WS,
          CONCAT_OPERATOR ->
          !zoned;
      default -> true;
    };
  }
}
