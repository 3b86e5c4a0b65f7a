package dev.coulomb.node.catalog;

/**
 * An archive of classes that was uploaded. It is the same only as itself: one that replaces it,
 * even with the same bytes, is another.
 */
public final class Jar {
  private final String name;
  private final byte[] bytes;

  /**
   * @param bytes of the archive; from now on the jar's
   */
  public Jar(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  public String name() {
    return name;
  }

  /** The archive; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }
}
