package dev.coulomb.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a window of work told: operations a second, milliseconds that half, 99 % and 99.9 % of the
 * requests took at most (those in flight together: all of them), processor seconds of server and
 * client for a million operations.
 */
record Measurement(
    double perSecond, double p50, double p99, double p999, double serverCpu, double clientCpu) {

  private record Done(long operations, Latencies latencies) {}

  /** Lets every session work for so long, each on a thread of its own. */
  static Measurement of(Peer peer, Work work, List<Session> sessions, double seconds)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(sessions.size())) {
      double server = Proc.cpuSeconds(peer.handle());
      double client = Proc.ownCpuSeconds();
      long start = System.nanoTime();
      long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
      List<Callable<Done>> tasks = new ArrayList<>();
      for (Session session : sessions) {
        tasks.add(() -> work(session, work, end));
      }
      Latencies latencies = new Latencies();
      long operations = 0;
      for (Future<Done> future : threads.invokeAll(tasks)) {
        Done done = future.get();
        operations += done.operations();
        latencies.add(done.latencies());
      }
      double took = (System.nanoTime() - start) / 1e9;
      double millions = operations / 1e6;
      return new Measurement(
          operations / took,
          latencies.millis(0.5),
          latencies.millis(0.99),
          latencies.millis(0.999),
          (Proc.cpuSeconds(peer.handle()) - server) / millions,
          (Proc.ownCpuSeconds() - client) / millions);
    }
  }

  private static Done work(Session session, Work work, long end) throws Exception {
    SplittableRandom random = new SplittableRandom();
    Latencies latencies = new Latencies();
    long operations = 0;
    long now = System.nanoTime();
    while (now < end) {
      operations += session.run(work, random, work.depth);
      long after = System.nanoTime();
      latencies.add(after - now, work.depth);
      now = after;
    }
    return new Done(operations, latencies);
  }
}
