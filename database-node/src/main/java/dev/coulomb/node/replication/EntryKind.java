package dev.coulomb.node.replication;

/** Kinds of entries of the log. They stand in files: a number is never used for another kind. */
final class EntryKind {
  /** A {@link TransactionRecord}. */
  static final byte TRANSACTION = 1;

  /** How far a sequence may have counted. */
  static final byte SEQUENCE = 2;

  private EntryKind() {}
}
