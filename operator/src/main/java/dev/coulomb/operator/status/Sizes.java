package dev.coulomb.operator.status;

/** Bytes as people write them. */
public final class Sizes {

  private Sizes() {}

  /** Exactly, in the largest unit that allows it. */
  static String text(long bytes) {
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "Gi";
    }
    return bytes % (1L << 20) == 0 ? (bytes >> 20) + "Mi" : Long.toString(bytes);
  }

  /**
   * Two digits are enough for people, and keep a busy database from changing its status at every
   * look.
   */
  public static String rounded(long bytes) {
    long mebibytes = (bytes + (1 << 20) - 1) >> 20;
    long unit = 1;
    while (mebibytes / unit >= 100) {
      unit *= 10;
    }
    return (mebibytes + unit - 1) / unit * unit + "Mi";
  }
}
