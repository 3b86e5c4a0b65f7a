package dev.coulomb.node.storage.derived;

import dev.coulomb.node.storage.PartitionStore;
import org.jspecify.annotations.Nullable;

/**
 * A materialized view in one partition, as it is kept up with the rows of its source.
 *
 * @param frontier how far they are counted while it is being built; null: it is finished
 */
public record KeptView(GroupKeeper keeper, @Nullable Frontier frontier) {
  /**
   * A row of the source has changed.
   *
   * @param oldKey where it was; any key when it was not there
   * @param key where it is; any key when it is not there any more
   */
  public void changed(
      PartitionStore store,
      byte[] oldKey,
      @Nullable Object @Nullable [] old,
      byte[] key,
      @Nullable Object @Nullable [] row) {
    keeper.changed(
        new StoredGroups(store, keeper.table()),
        isCounted(oldKey) ? old : null,
        isCounted(key) ? row : null);
  }

  private boolean isCounted(byte[] key) {
    Frontier upTo = frontier;
    return upTo == null || upTo.contains(key);
  }
}
