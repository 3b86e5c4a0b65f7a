package dev.coulomb.node.execution.reference;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.storage.RowView;
import dev.coulomb.node.storage.StoreReader;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Coercion;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign keys while one statement changes rows. A row that comes is looked at when it comes,
 * and once more at the end of the statement when it names none yet; so is one that goes and is
 * named. What the keys change by themselves they change at once, and that is looked at too.
 *
 * <p>Errors of users: 23503; 23502 when a key would set a column to null that cannot be; 22001 and
 * 22003 when a new name does not fit the type of a column that follows it. Confined to one
 * statement.
 */
public final class References {
  private final WritableStores stores;
  private final Map<String, List<Reference>> own = new HashMap<>();
  private final Map<String, List<Reference>> naming = new HashMap<>();
  private final BitSet listening = new BitSet();
  private final List<Runnable> atEnd = new ArrayList<>();

  private References(Catalog catalog, WritableStores stores) {
    this.stores = stores;
    for (ForeignKey key : catalog.foreignKeys().all()) {
      Reference reference = new Reference(key, catalog);
      own.computeIfAbsent(key.table(), name -> new ArrayList<>()).add(reference);
      naming.computeIfAbsent(key.parent(), name -> new ArrayList<>()).add(reference);
    }
  }

  /**
   * Carries a change out under the foreign keys of a catalog.
   *
   * @param stores that it may change
   */
  public static <T> T under(
      Catalog catalog, WritableStores stores, Function<WritableStores, T> change) {
    if (catalog.foreignKeys().all().isEmpty()) {
      return change.apply(stores);
    }
    References references = new References(catalog, stores);
    try {
      T result = change.apply(references.watched());
      references.atEnd.forEach(Runnable::run);
      return result;
    } finally {
      for (int p = references.listening.nextSetBit(0);
          p >= 0;
          p = references.listening.nextSetBit(p + 1)) {
        stores.writable(p).listen(null);
      }
    }
  }

  /** 23503 when a row of a table names none by a key that is new. */
  public static void validate(
      Catalog catalog, ForeignKey key, WritableStores stores, CancelSignal cancel) {
    Reference reference = new Reference(key, catalog);
    Table table = reference.table();
    Ticks ticks = new Ticks(cancel);
    int first = table.isReplicated() ? stores.partitions() : 0;
    int last = table.isReplicated() ? stores.partitions() : stores.partitions() - 1;
    for (int p = first; p <= last; p++) {
      RowCursor rows = reader(stores, p).scan(table, null, KeyRange.ALL, false);
      while (rows.next()) {
        ticks.tick();
        @Nullable Object[] name = reference.named(rows.row().toArray());
        if (name != null && !reference.hasParent(parentStore(stores, reference, p), name)) {
          throw reference.noParent(name);
        }
      }
    }
  }

  private static StoreReader reader(WritableStores stores, int partition) {
    return partition == stores.partitions() ? stores.replicated() : stores.partition(partition);
  }

  /** Where the rows are that those of a partition name. */
  private static StoreReader parentStore(
      WritableStores stores, Reference reference, int partition) {
    return reference.parent().isReplicated() ? stores.replicated() : reader(stores, partition);
  }

  private WritableStores watched() {
    return new WritableStores() {
      @Override
      public PartitionStore writable(int partition) {
        PartitionStore store = stores.writable(partition);
        if (!listening.get(partition)) {
          listening.set(partition);
          store.listen((table, before, after) -> changed(partition, table, before, after));
        }
        return store;
      }

      @Override
      public boolean areApart() {
        return false; // A row of one may change rows of another.
      }

      @Override
      public int partitions() {
        return stores.partitions();
      }

      @Override
      public StoreReader partition(int partition) {
        return stores.partition(partition);
      }

      @Override
      public StoreReader replicated() {
        return stores.replicated();
      }
    };
  }

  private void changed(
      int partition,
      Table table,
      @Nullable Object @Nullable [] before,
      @Nullable Object @Nullable [] after) {
    for (Reference reference : own.getOrDefault(table.name(), List.of())) {
      @Nullable Object[] name = reference.named(after);
      if (name != null && !reference.isSame(name, reference.named(before))) {
        comes(reference, partition, name);
      }
    }
    for (Reference reference : naming.getOrDefault(table.name(), List.of())) {
      @Nullable Object[] name = reference.name(before);
      @Nullable Object[] now = reference.name(after);
      if (name != null && !reference.isSame(name, now)) {
        goes(reference, partition, name, after == null, now);
      }
    }
  }

  private void comes(Reference reference, int partition, @Nullable Object[] name) {
    if (!reference.hasParent(parentStore(stores, reference, partition), name)) {
      atEnd.add(() -> {
        if (!reference.hasParent(parentStore(stores, reference, partition), name)) {
          throw reference.noParent(name);
        }
      });
    }
  }

  private void goes(
      Reference reference,
      int partition,
      @Nullable Object[] name,
      boolean deleted,
      @Nullable Object @Nullable [] now) {
    ForeignKey key = reference.key();
    switch (deleted ? key.onDelete() : key.onUpdate()) {
      case RESTRICT -> {
        if (isNamed(reference, partition, name)) {
          throw reference.stillNamed(name);
        }
      }
      case NO_ACTION -> {
        if (isNamed(reference, partition, name)) {
          atEnd.add(() -> {
            if (isNamed(reference, partition, name)
                && !reference.hasParent(reader(stores, partition), name)) {
              throw reference.stillNamed(name);
            }
          });
        }
      }
      case CASCADE -> {
        if (deleted) {
          change(reference, partition, name, null, true);
        } else {
          change(reference, partition, name, now, false);
        }
      }
      case SET_NULL -> change(reference, partition, name, null, false);
    }
  }

  /** The partitions in which rows can name one of a partition. */
  private BitSet places(Reference reference, int partition) {
    BitSet places = new BitSet();
    if (reference.table().isReplicated() || !reference.parent().isReplicated()) {
      places.set(partition);
    } else {
      places.set(0, stores.partitions());
    }
    return places;
  }

  private boolean isNamed(Reference reference, int partition, @Nullable Object[] name) {
    return places(reference, partition).stream()
        .anyMatch(p -> !reference.children(reader(stores, p), name, 1).isEmpty());
  }

  /** The rows that name one go with it, or name another, or none. */
  private void change(
      Reference reference,
      int partition,
      @Nullable Object[] name,
      @Nullable Object @Nullable [] now,
      boolean deletes) {
    WritableStores watched = watched();
    BitSet places = places(reference, partition);
    for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
      for (byte[] key : reference.children(reader(stores, p), name, Integer.MAX_VALUE)) {
        if (deletes) {
          watched.writable(p).delete(reference.table(), key);
        } else {
          rename(reference, watched.writable(p), key, now);
        }
      }
    }
  }

  private static void rename(
      Reference reference, PartitionStore store, byte[] key, @Nullable Object @Nullable [] now) {
    Table table = reference.table();
    RowView there = new RowView();
    if (!store.get(table, key, there)) {
      return;
    }
    @Nullable Object[] row = there.toArray();
    for (int i = 0; i < reference.columns().length; i++) {
      int column = reference.columns()[i];
      Object value = now == null ? null : now[i];
      row[column] = value == null ? null : Coercion.assign(table.column(column).type(), value);
      if (row[column] == null && !table.column(column).nullable()) {
        throw new SqlError(
                SqlState.NOT_NULL_VIOLATION, "null value in column violates not-null constraint")
            .with("table", table.name())
            .with("column", table.column(column).name());
      }
    }
    store.update(table, key, row);
  }
}
