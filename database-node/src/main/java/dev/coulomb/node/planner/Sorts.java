package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.jspecify.annotations.Nullable;

/**
 * Order and limits: the partitions sort their own rows, or the first few of them, and the
 * coordinator merges. Confined to one planning.
 */
final class Sorts {
  private final Relations relations;

  Sorts(Relations relations) {
    this.relations = relations;
  }

  Fragment sort(Sort sort) {
    Fragment input = relations.of(sort.getInput());
    List<SortKey> keys = keys(sort.getCollation());
    keys.forEach(key -> Admission.checkOrdered(input.operator().types().get(key.column())));
    Expression offset = relations.constant(sort.offset);
    Expression limit = relations.constant(sort.fetch);
    if (!input.isPartitioned()) {
      return input.with(local(input.operator(), keys, offset, limit));
    }
    Operator each = local(input.operator(), keys, null, both(offset, limit));
    Fragment gathered = input.with(each).gather(keys);
    return offset == null && limit == null
        ? gathered
        : gathered.with(new Operator.Limit(gathered.operator(), offset, limit));
  }

  /** Sort keys; where nothing is said, nulls are greater than all. */
  static List<SortKey> keys(RelCollation order) {
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation collation : order.getFieldCollations()) {
      boolean descending = collation.getDirection().isDescending();
      boolean nullsFirst =
          collation.nullDirection == RelFieldCollation.NullDirection.FIRST
              || (collation.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
                  && descending);
      keys.add(new SortKey(collation.getFieldIndex(), descending, nullsFirst));
    }
    return keys;
  }

  private static Operator local(
      Operator input, List<SortKey> keys, @Nullable Expression offset, @Nullable Expression limit) {
    if (!keys.isEmpty()) {
      return new Operator.Sort(input, keys, offset, limit);
    }
    return offset == null && limit == null ? input : new Operator.Limit(input, offset, limit);
  }

  /** How many rows a partition may have to give: those skipped and those wanted. */
  private static @Nullable Expression both(
      @Nullable Expression offset, @Nullable Expression limit) {
    return offset == null || limit == null
        ? limit
        : new Expression.Call(Function.PLUS, List.of(offset, limit), SqlType.BIGINT);
  }
}
