package dev.coulomb.node.transaction;

import dev.coulomb.node.storage.PartitionStore;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/** A place in a transaction to go back to, in all the stores that it changes. */
final class Mark {
  private final Map<PartitionStore, PartitionStore.Savepoint> places = new IdentityHashMap<>();

  Mark(Collection<PartitionStore> changed) {
    changed.forEach(store -> places.put(store, store.savepoint()));
  }

  /** Takes back what happened since; a store that was not changed then is as it was at first. */
  void restore(Collection<PartitionStore> changed) {
    for (PartitionStore store : changed) {
      PartitionStore.Savepoint place = places.get(store);
      if (place == null) {
        store.rollback();
      } else {
        store.rollbackTo(place);
      }
    }
  }
}
