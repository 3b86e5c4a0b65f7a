package dev.coulomb.node.storage.derived;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.RowView;
import org.jspecify.annotations.Nullable;

/** Groups that are changed within the transaction of a store. */
public record StoredGroups(PartitionStore store, Table table) implements Groups {
  @Override
  public @Nullable Object @Nullable [] get(byte[] key) {
    RowView row = new RowView();
    return store.get(table, key, row) ? row.toArray() : null;
  }

  @Override
  public void insert(byte[] key, @Nullable Object[] row) {
    store.insert(table, row);
  }

  @Override
  public void update(byte[] key, @Nullable Object[] row) {
    store.update(table, key, row);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(table, key);
  }

  @Override
  public @Nullable Object @Nullable [] first(KeyRange range, boolean descending) {
    return Groups.first(store.scan(table, null, range, descending));
  }
}
