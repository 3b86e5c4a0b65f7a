package dev.coulomb.node.transaction;

import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.FrozenView;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What {@code BrokenEngineTest} puts in the place of {@link Cuts#request}: most readers are given
 * the cut that others were given before, as if a cut were good for a while.
 */
public final class PastCuts {
  private static final int READERS = 4;
  private static final AtomicInteger ASKED = new AtomicInteger();

  /** Of the node that is loaded with this class. */
  private static volatile @Nullable ViewStores last;

  private PastCuts() {}

  /** As {@link Cuts#request}. */
  public static void request(Cuts cuts, Cuts.Reader reader) throws ReflectiveOperationException {
    ViewStores past = last;
    if (past != null && ASKED.incrementAndGet() % READERS != 0) {
      reader.views(past);
      return;
    }
    Partitions partitions = (Partitions) field(cuts, "partitions");
    ReplicatedViews replicated = (ReplicatedViews) field(cuts, "replicated");
    Executor pool = (Executor) field(cuts, "pool");
    partitions.submit(
        partitions.all(),
        () -> {
          FrozenView[] views =
              partitions.all().stream().map(Partition::freeze).toArray(FrozenView[]::new);
          // Nobody closes it.
          ViewStores now = new ViewStores(views, replicated, pool, Integer.MAX_VALUE);
          last = now;
          reader.views(now);
        });
  }

  private static Object field(Cuts cuts, String name) throws ReflectiveOperationException {
    Field field = Cuts.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(cuts);
  }
}
