package dev.coulomb.node.durability.files;

/**
 * How many rows of a table there are, and a checksum of them that is the same in whatever order,
 * and in however many partitions, they are: the sum, modulo 2⁶⁴ each, of both halves of a 128-bit
 * hash of every row (MurmurHash3 x64, seeded with the id of the table). Keys are not in it: a
 * primary key is made of the row, and a hidden row id is another one in another partition.
 */
public record RowSum(long rows, long high, long low) {
  /** Of no rows. */
  public static final RowSum NONE = new RowSum(0, 0, 0);

  /** Of the rows of both. */
  public RowSum plus(RowSum other) {
    return new RowSum(rows + other.rows, high + other.high, low + other.low);
  }
}
