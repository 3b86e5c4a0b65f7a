package dev.coulomb.node.host;

import dev.coulomb.node.durability.log.NodeLog;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that writes a log. It sleeps while there is nothing to do; what is appended while it
 * forces is written in the next round.
 */
public final class LogWriter implements AutoCloseable {
  private final NodeLog log;
  private final Thread thread;
  private volatile boolean closing;

  /** Starts the thread. */
  public LogWriter(NodeLog log, ThreadFactory threads) {
    this.log = log;
    this.thread = threads.newThread(this::run);
    log.wakeWith(() -> LockSupport.unpark(thread));
    thread.start();
  }

  private void run() {
    while (!closing) {
      long idle = log.idleNanos();
      if (idle == 0) {
        log.write();
      } else {
        LockSupport.parkNanos(this, idle);
      }
    }
  }

  /** Ends the thread; what is not written yet stays so until the log is closed. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    LockSupport.unpark(thread);
    thread.join();
  }
}
