package dev.coulomb.node.durability.files;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/** Adds rows up, table by table. Confined to one thread. */
public final class RowSums {
  private final SortedMap<Integer, Adding> tables = new TreeMap<>();
  private @Nullable Adding current;
  private long rows;

  private static final class Adding {
    private final int table;
    private long rows;
    private long high;
    private long low;

    Adding(int table) {
      this.table = table;
    }

    RowSum sum() {
      return new RowSum(rows, high, low);
    }
  }

  /** One row, which lies in an array. */
  public void add(int table, byte[] bytes, int from, int length) {
    Adding into = current;
    if (into == null || into.table != table) {
      into = tables.computeIfAbsent(table, Adding::new);
      current = into;
    }
    long[] hash = MurmurHash3.hash128x64(bytes, from, length, table);
    into.rows++;
    into.high += hash[0];
    into.low += hash[1];
    rows++;
  }

  /** Rows of all tables. */
  long rows() {
    return rows;
  }

  /** By table, of those that have rows. */
  public SortedMap<Integer, RowSum> sums() {
    SortedMap<Integer, RowSum> sums = new TreeMap<>();
    tables.forEach((table, adding) -> sums.put(table, adding.sum()));
    return Collections.unmodifiableSortedMap(sums);
  }
}
