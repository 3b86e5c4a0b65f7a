package dev.coulomb.node.replication;

/** Kinds of entries of the log. They stand in files: a number is never used for another kind. */
final class EntryKind {
  /** A {@link TransactionRecord}. */
  static final byte TRANSACTION = 1;

  /** How far a sequence may have counted. */
  static final byte SEQUENCE = 2;

  /** What follows did not happen before it: microseconds since 1970, u64 big-endian. */
  static final byte TIME = 3;

  private EntryKind() {}
}
