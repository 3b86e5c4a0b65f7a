package dev.coulomb.node.planner.change;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.planner.AccessChoice;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of a statement's parameters, as its parts say them one after the other. */
public final class Parameters {
  private final List<@Nullable SqlType> declared;
  private final Map<Integer, SqlType> known = new HashMap<>();

  public Parameters(List<@Nullable SqlType> declared) {
    this.declared = declared;
  }

  /** {@code $number} as a value of a column; its type is the column's unless it is known. */
  public Expression assigned(int number, SqlType column) {
    SqlType given = number <= declared.size() ? declared.get(number - 1) : null;
    SqlType type = known.computeIfAbsent(number - 1, n -> given == null ? column : given);
    return Expressions.assigned(new Expression.Parameter(number - 1, type), column);
  }

  /** Takes over what a part says of the parameters that it names; 42P08 when it disagrees. */
  public void learn(QueryPlanner.Optimised part) {
    for (int index : part.named()) {
      SqlType type = part.parameters().get(index);
      SqlType before = known.putIfAbsent(index, type);
      if (before != null && !AccessChoice.hashAlike(before, type)) {
        throw new SqlError(SqlState.AMBIGUOUS_PARAMETER, "the parameter is used with two types")
            .with("parameter", "$" + (index + 1))
            .with("types", before + ", " + type)
            .hint("Cast it in one of its places.");
      }
    }
  }

  /** By number; those of which nothing is said are texts. */
  public List<SqlType> types(int atLeast) {
    int count = Math.max(atLeast, declared.size());
    for (int index : known.keySet()) {
      count = Math.max(count, index + 1);
    }
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SqlType given = i < declared.size() ? declared.get(i) : null;
      types.add(known.getOrDefault(i, given == null ? SqlType.TEXT : given));
    }
    return types;
  }
}
