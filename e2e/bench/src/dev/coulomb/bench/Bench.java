package dev.coulomb.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;

/**
 * Runs servers side by side and prints a table for each work. A window of one is followed by a
 * window of the next, so that what else goes on on the machine meets all alike; the median counts.
 */
public final class Bench implements AutoCloseable {
  private final Options options;
  private final List<Peer> peers = new ArrayList<>();
  private final PrintStream out = System.out;

  private Bench(Options options) {
    this.options = options;
  }

  /** Arguments: see {@link Options}. */
  public static void main(String[] args) throws Exception {
    try (Bench bench = new Bench(Options.of(args))) {
      bench.run();
    }
  }

  private void run() throws Exception {
    start();
    fill();
    for (Work work : options.works()) {
      measure(work);
    }
  }

  private void start() throws Exception {
    for (Peer peer : options.peers()) {
      try {
        peer.start();
        peers.add(peer);
      } catch (Exception e) {
        out.println(peer.name + " is left out: " + e.getMessage());
        peer.close();
      }
    }
  }

  private void fill() throws Exception {
    out.println("\n#### 1 M rows of an 8-byte key and 100 characters\n");
    out.println(
        "| server | bytes a row, from outside | of the second half | by its own account | loaded,"
            + " rows/s (cold) |");
    out.println("|---|---:|---:|---:|---:|");
    for (Peer peer : peers) {
      long before = Proc.bytes(peer.handle());
      long start = System.nanoTime();
      peer.fill(0, Data.ROWS / 2);
      long half = Proc.bytes(peer.handle());
      peer.fill(Data.ROWS / 2, Data.ROWS);
      double seconds = (System.nanoTime() - start) / 1e9;
      long after = Proc.bytes(peer.handle());
      if (peer.can(Work.COPY)) {
        long own = peer.ownAccountOfKv() / Data.ROWS;
        out.printf(
            Locale.ROOT,
            "| %s | %d | %d | %s | %,.0f |%n",
            peer.name,
            (after - before) / Data.ROWS,
            2 * (after - half) / Data.ROWS,
            own == 0 ? "" : Long.toString(own),
            Data.ROWS / seconds);
      }
    }
    if (options.works().contains(Work.VOTER)) {
      for (Peer peer : peers) {
        peer.fillVoter();
      }
    }
    if (options.works().stream().anyMatch(work -> work == Work.GROUP_BY || work.scans())) {
      for (Peer peer : peers) {
        peer.fillFacts();
      }
    }
  }

  private void measure(Work work) throws Exception {
    Map<Peer, List<Session>> sessions = new LinkedHashMap<>();
    Map<Peer, List<Measurement>> measurements = new HashMap<>();
    List<Session> idle = new ArrayList<>();
    for (Peer peer : peers) {
      if (peer.can(work)) {
        List<Session> connected = new ArrayList<>();
        for (int i = 0; i < work.connections; i++) {
          connected.add(peer.connect());
        }
        for (int i = 0; i < work.idle(); i++) {
          idle.add(peer.connect());
        }
        sessions.put(peer, connected);
        measurements.put(peer, new ArrayList<>());
        window(peer, work, connected, options.warmUpSeconds());
      }
    }
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<Peer, List<Session>> entry : sessions.entrySet()) {
        Peer peer = entry.getKey();
        measurements.get(peer).add(window(peer, work, entry.getValue(), options.seconds()));
      }
    }
    out.println("\n#### " + work.key + ": " + work.title + "\n");
    out.println(
        "| server | operations/s | p50 ms | p99 ms | p99.9 ms | server CPU s / M | client CPU s / M |");
    out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (Map.Entry<Peer, List<Session>> entry : sessions.entrySet()) {
      print(entry.getKey(), measurements.get(entry.getKey()));
      for (Session session : entry.getValue()) {
        session.close();
      }
    }
    for (Session session : idle) {
      session.close();
    }
  }

  private static Measurement window(
      Peer peer, Work work, List<Session> sessions, double seconds) throws Exception {
    if (!work.scans()) {
      return Measurement.of(peer, work, sessions, seconds);
    }
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Session scanning = peer.connect()) {
      Future<Integer> scans =
          thread.submit(() -> {
            int count = 0;
            while (!over.get()) {
              count += scanning.run(Work.GROUP_BY, new SplittableRandom(), 1);
            }
            return count;
          });
      Measurement measured = Measurement.of(peer, work, sessions, seconds);
      over.set(true);
      scans.get();
      return measured;
    }
  }

  private void print(Peer peer, List<Measurement> windows) {
    out.printf(
        Locale.ROOT,
        "| %s | %,.1f | %.3f | %.3f | %.3f | %,.2f | %,.2f |%n",
        peer.name,
        median(windows, Measurement::perSecond),
        median(windows, Measurement::p50),
        median(windows, Measurement::p99),
        median(windows, Measurement::p999),
        median(windows, Measurement::serverCpu),
        median(windows, Measurement::clientCpu));
  }

  private static double median(List<Measurement> windows, ToDoubleFunction<Measurement> figure) {
    double[] sorted = windows.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  @Override
  public void close() throws Exception {
    for (Peer peer : peers) {
      peer.close();
    }
  }
}
