package dev.coulomb.node.durability.files;

import java.io.IOException;

/** A file has a format that this version does not know. */
public final class NewerFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public NewerFormatException(String file, int format, int known) {
    super(
        file
            + " was written by a newer version: its format is "
            + format
            + ", this version knows "
            + known);
  }
}
