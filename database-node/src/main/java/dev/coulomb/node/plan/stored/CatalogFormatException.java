package dev.coulomb.node.plan.stored;

import java.io.IOException;

/** Bytes that are no catalog which this version can read: damaged, or written by a newer one. */
public final class CatalogFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  CatalogFormatException(String sentence) {
    super(sentence);
  }

  CatalogFormatException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
