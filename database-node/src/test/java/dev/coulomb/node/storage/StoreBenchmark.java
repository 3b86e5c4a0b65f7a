package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One partition with a million rows of about 100 bytes, a bigint key and an index: what the hot
 * path costs. Rows come and go in random order of their keys.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StoreBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int SCANNED_ROWS = 1_000;
  private static final Index BY_CITY = new Index(11, "people_city", List.of(2), false);
  private static final Table TABLE =
      new Table(
          10,
          "people",
          List.of(
              new Column("id", SqlType.BIGINT, false),
              new Column("name", SqlType.TEXT, true),
              new Column("city", SqlType.INTEGER, true),
              new Column("since", SqlType.TIMESTAMP, true)),
          List.of(0),
          0,
          List.of(BY_CITY));

  private final SplittableRandom random = new SplittableRandom(1);
  private final KeyWriter keys = new KeyWriter();
  private final RowView row = new RowView();
  private final PartitionStore store = new PartitionStore(new PagePool(2L << 30, false));
  private byte[][] someKeys = {};
  private int nextKey;

  /** Fills the store, in an order that leaves pages as full as random inserts do. */
  @Setup(Level.Trial)
  public void fill() {
    store.createTable(TABLE);
    for (long i = 0; i < ROWS; i++) {
      store.insert(TABLE, person(Long.reverse(i) >>> 44, i));
      if (i % 1_000 == 0) {
        store.commit(1);
      }
    }
    store.commit(1);
    someKeys = new byte[1 << 16][];
    for (int i = 0; i < someKeys.length; i++) {
      someKeys[i] = key(existing());
    }
  }

  @Benchmark
  public boolean pointRead() {
    return store.get(TABLE, someKeys[nextKey++ & 0xFFFF], row);
  }

  @Benchmark
  public @Nullable Object pointReadWithKeyAndOneColumn() {
    return store.get(TABLE, key(existing()), row) ? row.get(2) : null;
  }

  @Benchmark
  public ChangeRecord updateOneColumn() {
    byte[] key = someKeys[nextKey++ & 0xFFFF];
    store.get(TABLE, key, row);
    @Nullable Object[] values = row.toArray();
    values[3] = random.nextLong();
    store.update(TABLE, key, values);
    return store.commit(1);
  }

  @Benchmark
  public ChangeRecord insertAndDeleteInTwoTransactions() {
    long id = ROWS * 2L + random.nextInt(ROWS);
    store.insert(TABLE, person(id, id));
    store.commit(1);
    store.delete(TABLE, key(id));
    return store.commit(1);
  }

  @Benchmark
  public long scanOfAThousandRows() {
    RowCursor rows = store.scan(TABLE, null, new KeyRange(key(existing()), null), false);
    long sum = 0;
    for (int i = 0; i < SCANNED_ROWS && rows.next(); i++) {
      sum += rows.row().length();
    }
    return sum;
  }

  @Benchmark
  public long indexScanOfAHundredRows() {
    keys.reset();
    byte[] city = keys.value(TypeKind.INTEGER, (long) random.nextInt(1_000)).toBytes();
    RowCursor rows = store.scan(TABLE, BY_CITY, new KeyRange(city, null), false);
    long sum = 0;
    for (int i = 0; i < 100 && rows.next(); i++) {
      sum += rows.row().length();
    }
    return sum;
  }

  @Benchmark
  public long freezeAndClose() {
    try (FrozenView view = store.freeze(1, 1)) {
      return view.rowCount(TABLE);
    }
  }

  @Benchmark
  public ChangeRecord freezeUpdateAndClose() {
    try (FrozenView view = store.freeze(1, 1)) {
      view.rowCount(TABLE);
      return updateOneColumn();
    }
  }

  private long existing() {
    return Long.reverse(random.nextInt(ROWS)) >>> 44;
  }

  private byte[] key(long id) {
    keys.reset();
    return keys.value(TypeKind.BIGINT, id).toBytes();
  }

  private static @Nullable Object[] person(long id, long number) {
    String name = "a name that makes the row about a hundred bytes long, number " + number;
    return new @Nullable Object[] {id, name, number % 1_000, number};
  }
}
