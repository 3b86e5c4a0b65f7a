package dev.coulomb.node.node.command;

import java.io.IOException;

/** An export that cannot be made, for a reason that is not the snapshot's. */
final class ExportRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * @param sentence for people
   */
  ExportRefused(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
