package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Derivation.Kind;
import dev.coulomb.node.catalog.Derivation.Measure;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Materialized views that are filled slice by slice between changes of their table, which come by
 * chance and are taken back by chance, beside one that is filled at once. Replay with {@code
 * -Dseed=}.
 */
class ViewFillModelTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Integer.getInteger("runs", 40);
  private static final int KEYS = 200;
  private static final int SOURCE = 10;
  private static final int FINISHED = 20;
  private static final int AT_ONCE = 21;

  @Test
  void slicesAndChangesCountEveryRowOnce() {
    for (int run = 0; run < RUNS; run++) {
      new Run(SEED + run, run % 2 == 0).times(3);
    }
  }

  /** What is computed here: the value of a column. */
  private record Of(int ordinal) implements Scalar {
    @Override
    public Scalar renumbered(IntUnaryOperator ordinals) {
      return new Of(ordinals.applyAsInt(ordinal));
    }

    @Override
    public boolean hasConstants() {
      return false;
    }
  }

  private static final RowFunctions FUNCTIONS =
      value -> {
        int ordinal = ((Of) value).ordinal();
        return row -> row[ordinal];
      };

  /** One store, and the keys of its rows. */
  private static final class Run {
    private final String seed;
    private final SplittableRandom random;
    private final Table source;
    private final Table view;
    private final Table atOnce;
    private final Table unfinished;
    private final PartitionStore store =
        new PartitionStore(new PagePool(64L << 20, true), FUNCTIONS);
    private List<byte[]> keys = new ArrayList<>();
    private boolean isFinished;

    Run(long seed, boolean hasPrimaryKey) {
      this.seed = "replay with -Dseed=" + seed + " -Druns=1";
      this.random = new SplittableRandom(seed);
      this.source =
          new Table(
              SOURCE,
              "source",
              List.of(
                  new Column("id", SqlType.BIGINT, false),
                  new Column("kind", SqlType.BIGINT, true),
                  new Column("amount", SqlType.BIGINT, true)),
              hasPrimaryKey ? List.of(0) : List.of(),
              0,
              List.of());
      Derivation grouping = grouping();
      this.view = groups(FINISHED, grouping);
      this.atOnce = groups(AT_ONCE, grouping);
      this.unfinished = view.unfinished();
      store.createTable(source);
      store.commit(1);
    }

    void times(int builds) {
      for (int i = 0; i < 20; i++) {
        transaction();
      }
      for (int build = 0; build < builds; build++) {
        store.createTable(unfinished);
        store.commit(1);
        isFinished = build();
        if (isFinished) {
          store.finish(unfinished, view);
          store.commit(2);
          transaction();
          checkView();
        }
        store.dropTable(isFinished ? view : unfinished);
        store.commit(3);
        isFinished = false;
        transaction();
      }
      List.copyOf(keys).forEach(key -> store.delete(source, key));
      store.commit(3);
      assertThat(store.openViews()).as(seed).isZero();
      assertThat(store.bytes() + store.viewBytes()).as(seed).isZero();
    }

    /** True: to the end; false: given up. */
    private boolean build() {
      FrozenView before = store.freeze(1, 1);
      boolean more = true;
      while (more) {
        for (int i = random.nextInt(3); i > 0; i--) {
          transaction();
        }
        more = slice();
        if (more && random.nextInt(100) == 0) {
          before.close();
          return false;
        }
        try (FrozenView now = store.freeze(1, 2);
            PrivateStore fork = (random.nextBoolean() ? before : now).fork()) {
          fork.store().insert(source, new Object[] {(long) KEYS, 1L, 1L});
        }
      }
      before.close();
      transaction();
      return true;
    }

    /** One that is taken back leaves the rows to the next. */
    private boolean slice() {
      boolean more = true;
      if (random.nextInt(4) == 0) {
        store.fillOn(unfinished, random.nextInt(1, 20));
        store.rollback();
      } else {
        more = store.fillOn(unfinished, random.nextInt(1, 20));
        assertThat(store.commit(1).isEmpty()).as(seed).isTrue();
      }
      return more;
    }

    private void transaction() {
      List<byte[]> keysBefore = new ArrayList<>(keys);
      changes(true);
      if (random.nextInt(3) == 0) {
        store.rollback();
        keys = keysBefore;
        return;
      }
      for (ChangeRecord.Change change : store.commit(1).changes()) {
        assertThat(change.tableId()).as(seed).isIn(SOURCE, isFinished ? FINISHED : SOURCE);
      }
    }

    private void changes(boolean outer) {
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        if (outer && random.nextInt(6) == 0) {
          List<byte[]> keysBefore = new ArrayList<>(keys);
          PartitionStore.Savepoint savepoint = store.savepoint();
          changes(false);
          store.rollbackTo(savepoint);
          keys = keysBefore;
        } else {
          change();
        }
      }
    }

    private void change() {
      byte[] some = keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
      @Nullable Object[] row = {
        (long) random.nextInt(KEYS), some(random.nextInt(4)), some(random.nextInt(9) - 4)
      };
      if (some == null || random.nextInt(3) == 0) {
        if (!isThere(row)) {
          keys.add(store.insert(source, row));
        }
      } else if (random.nextBoolean()) {
        RowView old = store.get(source, some);
        if (random.nextBoolean() || isThere(row)) {
          row[0] = old == null ? row[0] : old.get(0);
        }
        byte[] moved = store.update(source, some, row);
        keys.removeIf(key -> Arrays.equals(key, some));
        keys.add(moved);
      } else {
        assertThat(store.delete(source, some)).as(seed).isTrue();
        keys.removeIf(key -> Arrays.equals(key, some));
      }
    }

    private boolean isThere(@Nullable Object[] row) {
      return source.hasPrimaryKey()
          && store.get(source, TableTrees.primaryKey(source, row, new KeyWriter())) != null;
    }

    private @Nullable Long some(int value) {
      return random.nextInt(5) == 0 ? null : (Long) (long) value;
    }

    private void checkView() {
      store.createTable(atOnce);
      store.fill(atOnce, () -> {});
      assertThat(rows(view)).as(seed).isEqualTo(rows(atOnce));
      store.dropTable(atOnce);
      store.commit(3);
    }

    private List<String> rows(Table table) {
      List<String> rows = new ArrayList<>();
      RowCursor cursor = store.scan(table, null, KeyRange.ALL, false);
      while (cursor.next()) {
        rows.add(Arrays.deepToString(cursor.row().toArray()));
      }
      return rows;
    }
  }

  /** Count, sum and its count, least and greatest of an amount by kind. */
  private static Derivation grouping() {
    return new Derivation(
        SOURCE,
        "",
        List.of(),
        List.of("source"),
        null,
        List.of(new Of(1)),
        List.of(
            new Measure(Kind.SUM, new Of(2), null, SqlType.BIGINT),
            new Measure(Kind.COUNT, new Of(2), null, SqlType.BIGINT),
            new Measure(Kind.MIN, new Of(2), null, SqlType.BIGINT),
            new Measure(Kind.MAX, new Of(2), null, SqlType.BIGINT)),
        true);
  }

  private static Table groups(int id, Derivation grouping) {
    List<Column> columns =
        List.of(
            new Column("slot", SqlType.SMALLINT, false),
            new Column("kind", SqlType.BIGINT, true),
            new Column("value", SqlType.BYTEA, false),
            new Column("place", SqlType.INTEGER, true),
            new Column("rows", SqlType.BIGINT, false),
            new Column("sum", SqlType.BIGINT, true),
            new Column("count", SqlType.BIGINT, true),
            new Column("least", SqlType.BIGINT, true),
            new Column("most", SqlType.BIGINT, true));
    return new Table(id, "view", columns, List.of(0, 1, 2), 3, List.of()).derived(grouping);
  }
}
