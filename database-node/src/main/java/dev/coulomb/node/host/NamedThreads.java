package dev.coulomb.node.host;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads with a name and a number; they do not keep the process alive. */
public final class NamedThreads implements ThreadFactory {
  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  public NamedThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    return Thread.ofPlatform().name(name + "-" + made.getAndIncrement()).daemon().unstarted(task);
  }
}
