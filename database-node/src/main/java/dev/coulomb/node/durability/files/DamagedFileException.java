package dev.coulomb.node.durability.files;

import java.io.IOException;

/** A file of a snapshot is not what was written, or is not there. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /**
   * @param what is wrong, as the end of a sentence that begins with the file
   */
  public DamagedFileException(String file, long offset, String what) {
    super(file + ", offset " + offset + ": " + what);
    this.file = file;
    this.offset = offset;
  }

  /** Name of the file in its store. */
  public String file() {
    return file;
  }

  /** Where the damage was found, in bytes from the beginning of the file. */
  public long offset() {
    return offset;
  }
}
