package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.types.SqlType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of rows by sort keys. Immutable. */
public final class RowOrder implements Comparator<@Nullable Object[]> {
  private final int[] columns;
  private final int[] signs;
  private final int[] nullSigns;
  private final Comparator<Object>[] orders;

  @SuppressWarnings({"unchecked", "rawtypes"})
  public RowOrder(List<SortKey> keys, List<SqlType> types) {
    int count = keys.size();
    columns = new int[count];
    signs = new int[count];
    nullSigns = new int[count];
    orders = new Comparator[count];
    for (int i = 0; i < count; i++) {
      SortKey key = keys.get(i);
      columns[i] = key.column();
      signs[i] = key.descending() ? -1 : 1;
      nullSigns[i] = key.nullsFirst() ? -1 : 1;
      orders[i] = ValueOrder.of(types.get(key.column()).kind());
    }
  }

  @Override
  public int compare(@Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < columns.length; i++) {
      Object a = left[columns[i]];
      Object b = right[columns[i]];
      int sign;
      if (a == null || b == null) {
        sign = a == null ? b == null ? 0 : nullSigns[i] : -nullSigns[i];
      } else {
        int order = Integer.signum(orders[i].compare(a, b));
        sign = signs[i] * order;
      }
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }
}
