package dev.coulomb.node.catalog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An archive of classes that was uploaded. It is the same only as itself: one that replaces it,
 * even with the same bytes, is another.
 */
public final class Jar {
  private final String name;
  private final byte[] bytes;
  private volatile @Nullable String sha256;

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

  /** SHA-256 of the archive, in hexadecimal; computed when it is first asked for. */
  public String sha256() {
    String known = sha256;
    if (known == null) {
      known = sha256(bytes);
      sha256 = known;
    }
    return known;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
