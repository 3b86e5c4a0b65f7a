package dev.coulomb.node.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A start that waits until a restore is staged, or somebody asks the node to stop. Any thread. */
final class Waiting {
  @GuardedBy("this")
  private @Nullable Directory awaited;

  /** The data directory of a node that has not looked at its data. */
  @FunctionalInterface
  interface Directory {
    boolean holdsData() throws IOException;
  }

  /** Waits for the next {@link #end}. */
  synchronized void await(Directory directory) throws InterruptedException {
    awaited = directory;
    while (awaited != null) {
      wait();
    }
  }

  synchronized boolean waits() {
    return awaited != null;
  }

  /** Whoever waits goes on. */
  synchronized void end() {
    awaited = null;
    notifyAll();
  }

  /** Whether there are data, while the start waits. */
  boolean holdsData() throws IOException {
    Directory directory;
    synchronized (this) {
      directory = awaited;
    }
    return directory != null && directory.holdsData();
  }
}
