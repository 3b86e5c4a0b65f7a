package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.storage.PageAllocator.ViewPages;
import dev.coulomb.node.types.SqlError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Trees against sorted maps: random changes, views held and dropped, undo, freed pages poisoned.
 */
class TreeTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final long LIMIT = 256L << 20;

  @Test
  void behavesAsASortedMapDoes() {
    for (int run = 0; run < Integer.getInteger("runs", 12); run++) {
      long seed = SEED + run;
      new Model(seed).run(3_000);
    }
  }

  /** Two branches with one empty leaf each were once merged into one that nobody took out. */
  @Test
  void branchesWithoutEntriesAreTakenOut() {
    new Model(14741201262482L).run(3_000);
  }

  @Test
  void allPagesComeBackWhenAllIsRemoved() {
    PagePool pool = new PagePool(LIMIT, true);
    Forest forest = new Forest(pool);
    PageAllocator allocator = forest.allocator();
    Tree tree = forest.plant();
    for (int i = 0; i < 50_000; i++) {
      tree.put(key(i), new byte[i % 5_000 == 0 ? 20_000 : 40], Need.GROWTH);
    }
    long full = allocator.livePages();
    for (int i = 0; i < 50_000; i++) {
      assertThat(tree.remove(key(i))).isNotNull();
    }
    assertThat(full).isGreaterThan(200);
    assertThat(tree.count()).isZero();
    assertThat(tree.pages()).isZero();
    assertThat(allocator.livePages()).isZero();
  }

  @Test
  void ascendingKeysFillTheirPages() {
    Tree tree = new Forest(new PagePool(LIMIT, true)).plant();
    for (int i = 0; i < 100_000; i++) {
      tree.put(key(i), new byte[60], Need.GROWTH);
    }
    long encoded = 100_000L * (8 + 60);
    assertThat(tree.pages() * PagePool.PAGE_BYTES).isLessThan(encoded * 3 / 2);
  }

  @Test
  void keysInAnyOrderFillTheirPagesWellEnough() {
    Tree tree = new Forest(new PagePool(LIMIT, true)).plant();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      tree.put(key(random.nextInt()), new byte[80], Need.GROWTH);
    }
    long encoded = tree.count() * (8 + 80);
    assertThat(tree.pages() * PagePool.PAGE_BYTES).as("seed %d", SEED).isLessThan(encoded * 3 / 2);
  }

  @Test
  void keysWhoseHeadsAreEqualAreToldApart() {
    Tree tree = new Forest(new PagePool(LIMIT, true)).plant();
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] key = ByteBuffer.allocate(12).putInt(i % 3).putLong(random.nextInt(10_000)).array();
      byte[] value = {(byte) i};
      assertThat(tree.put(key, value, Need.GROWTH))
          .as("seed %d", SEED)
          .isEqualTo(model.put(key, value));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] key = ByteBuffer.allocate(12).putInt(i % 4).putLong(i % 10_000).array();
      assertThat(tree.get(key)).as("seed %d", SEED).isEqualTo(model.get(key));
    }
  }

  @Test
  void aKeyThatIsTooLongIsRefusedAndNothingChanges() {
    Tree tree = new Forest(new PagePool(LIMIT, true)).plant();
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> tree.put(new byte[Page.KEY_BYTES_MAX + 1], new byte[0], Need.GROWTH));
    assertThat(tree.count()).isZero();
    tree.put(new byte[Page.KEY_BYTES_MAX], new byte[100_000], Need.GROWTH);
    assertThat(tree.get(new byte[Page.KEY_BYTES_MAX])).hasSize(100_000);
  }

  @Test
  void memoryThatIsUsedUpIsRefusedAndTheTreeStaysWhole() {
    Tree tree = new Forest(new PagePool(2L << 20, true)).plant();
    int stored = 0;
    try {
      for (; stored < 1_000_000; stored++) {
        tree.put(key(stored), new byte[100], Need.GROWTH);
      }
    } catch (SqlError full) {
      assertThat(full.state().code()).isEqualTo("53200");
    }
    assertThat(tree.count()).isEqualTo(stored).isLessThan(100_000);
    for (int i = 0; i < stored; i++) {
      assertThat(tree.get(key(i))).hasSize(100);
    }
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  /** One tree, its model, and views of both. */
  private static final class Model {
    private final long seed;
    private final SplittableRandom random;
    private final Forest forest = new Forest(new PagePool(LIMIT, true));
    private final PageAllocator allocator = forest.allocator();
    private final Tree tree = forest.plant();
    private final UndoLog undo = new UndoLog(forest);
    private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    private final List<View> views = new ArrayList<>();
    private final int keySpread;
    private final int valueBytes;
    private final int longKeyOneIn;

    Model(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.keySpread = 1 << random.nextInt(2, 16);
      this.longKeyOneIn = random.nextInt(4) == 0 ? 1 : 20;
      this.valueBytes = random.nextInt(5) == 0 ? 12_000 : random.nextInt(1, 400);
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        switch (random.nextInt(20)) {
          case 0 -> freeze();
          case 1 -> closeOne();
          case 2 -> transactionThatIsTakenBack();
          default -> change();
        }
        undo.clear();
      }
      check(forest.roots(), model);
      views.forEach(view -> check(view.roots(), view.model()));
      views.forEach(view -> allocator.viewClosed(view.pages()));
      model.keySet().forEach(tree::remove);
      boolean all = false;
      while (!all) {
        all = allocator.recycle();
      }
      assertThat(tree.pages()).as("seed %d", seed).isZero();
      assertThat(allocator.livePages()).as("seed %d", seed).isZero();
      assertThat(allocator.viewPages()).as("seed %d", seed).isZero();
    }

    private void change() {
      byte[] key = randomKey();
      if (random.nextInt(5) < 2) {
        assertThat(tree.get(key)).as("seed %d", seed).isEqualTo(model.remove(key));
        undo.remove(tree, key);
      } else {
        byte[] before = model.get(key);
        int length = random.nextInt(valueBytes);
        byte[] value = new byte[before != null && random.nextBoolean() ? before.length : length];
        Arrays.fill(value, (byte) random.nextInt());
        assertThat(tree.get(key)).as("seed %d", seed).isEqualTo(model.put(key, value));
        if (before != null && random.nextBoolean()) {
          undo.replace(tree, tree.cell(key), key, value, Need.GROWTH);
        } else {
          undo.put(tree, key, value, Need.GROWTH);
        }
      }
      assertThat(tree.count()).as("seed %d", seed).isEqualTo(model.size());
    }

    private void transactionThatIsTakenBack() {
      NavigableMap<byte[], byte[]> before = new TreeMap<>(model);
      int changes = random.nextInt(1, 60);
      for (int i = 0; i < changes; i++) {
        change();
      }
      undo.rollbackTo(0);
      model.clear();
      model.putAll(before);
      assertThat(tree.count()).as("seed %d", seed).isEqualTo(model.size());
    }

    private void freeze() {
      if (views.size() < 5) {
        Roots roots = forest.roots();
        views.add(new View(allocator.freeze(), roots, new TreeMap<>(model)));
      }
    }

    private void closeOne() {
      if (!views.isEmpty()) {
        View view = views.remove(random.nextInt(views.size()));
        check(view.roots(), view.model());
        allocator.viewClosed(view.pages());
        allocator.recycle();
      }
    }

    private void check(Roots roots, NavigableMap<byte[], byte[]> expected) {
      assertThat(roots.count(tree.number())).as("seed %d", seed).isEqualTo(expected.size());
      int root = roots.page(tree.number());
      walk(root, KeyRange.ALL, false, expected);
      walk(root, KeyRange.ALL, true, expected.descendingMap());
      byte[] from = randomKey();
      byte[] to = randomKey();
      if (Arrays.compareUnsigned(from, to) <= 0) {
        NavigableMap<byte[], byte[]> part = expected.subMap(from, true, to, false);
        walk(root, new KeyRange(from, to), false, part);
        walk(root, new KeyRange(from, to), true, part.descendingMap());
      }
      walk(root, new KeyRange(from, null), true, expected.tailMap(from, true).descendingMap());
      walk(root, new KeyRange(null, to), false, expected.headMap(to, false));
    }

    private void walk(int root, KeyRange range, boolean descending, Map<byte[], byte[]> expected) {
      TreeCursor cursor = new TreeCursor(allocator, root, null, range, descending);
      for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
        assertThat(cursor.next()).as("seed %d", seed).isTrue();
        assertThat(Page.keyBytes(cursor.cell())).as("seed %d", seed).isEqualTo(entry.getKey());
        assertThat(OverflowPages.value(allocator, cursor.cell()))
            .as("seed %d", seed)
            .isEqualTo(entry.getValue());
      }
      assertThat(cursor.next()).as("seed %d", seed).isFalse();
    }

    private byte[] randomKey() {
      byte[] key =
          new byte[random.nextInt(longKeyOneIn) == 0 ? random.nextInt(Page.KEY_BYTES_MAX + 1) : 4];
      for (int i = 0, n = random.nextInt(keySpread); i < key.length; i++, n >>>= 4) {
        key[i] = (byte) n;
      }
      return key;
    }
  }

  private record View(ViewPages pages, Roots roots, NavigableMap<byte[], byte[]> model) {}
}
