package dev.coulomb.node.storage;

/** What a page is wanted for, and so how far beyond the limit the pool goes. */
enum Need {
  /** The data grows: up to the limit. */
  GROWTH,
  /** The data stays about as large, but pages must be copied: up to the reserve above the limit. */
  CHANGE,
  /** Rows go away, or a change is taken back: never refused. */
  RELIEF
}
