package dev.coulomb.node.restore;

/** Where a restore with an archive ends: a prefix of the log is always a whole state. */
public sealed interface Target {
  /** With all that was archived. */
  record End() implements Target {}

  /** With what happened until a time, in microseconds since 1970; exact to a millisecond. */
  record Time(long micros) implements Target {}

  /** With what the log has before an LSN. */
  record Position(long lsn) implements Target {}
}
