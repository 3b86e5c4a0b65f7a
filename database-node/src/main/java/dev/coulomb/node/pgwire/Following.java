package dev.coulomb.node.pgwire;

import java.util.Iterator;

/**
 * What follows an {@code Execute}. Without another one before the next {@code Sync} its statement
 * is a transaction of its own, which is less work than a transaction that goes on; so it waits for
 * the message that tells. Its client waits for nothing: no answer goes out before {@code Flush} or
 * {@code Sync}.
 */
enum Following {
  /** The next {@code Sync}, and nothing before it that could belong to the same transaction. */
  SYNC,
  /** Something that belongs to the same transaction, or asks for the answer. */
  MORE,
  /** It has not come yet. */
  UNKNOWN;

  /** What follows the first of these messages. */
  static Following of(Iterable<FrontendMessage> queue) {
    Iterator<FrontendMessage> messages = queue.iterator();
    messages.next();
    while (messages.hasNext()) {
      FrontendMessage message = messages.next();
      if (message instanceof FrontendMessage.Sync) {
        return SYNC;
      }
      boolean harmless =
          message instanceof FrontendMessage.ClosePortal
              || message instanceof FrontendMessage.CloseStatement;
      if (!harmless) {
        return MORE;
      }
    }
    return UNKNOWN;
  }
}
