package dev.coulomb.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of processes. */
final class Proc {
  private static final double TICKS_PER_SECOND = 100;

  private static final OperatingSystemMXBean OWN =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Proc() {}

  /** Seconds of processor time of a process and all below it, those that have ended included. */
  static double cpuSeconds(ProcessHandle root) {
    return tree(root).mapToLong(Proc::ticks).sum() / TICKS_PER_SECOND;
  }

  /** The same of this process alone, the servers it started not included. */
  static double ownCpuSeconds() {
    return OWN.getProcessCpuTime() / 1e9;
  }

  /** Bytes of memory of a process and all below it, shared pages in equal shares. */
  static long bytes(ProcessHandle root) {
    return tree(root).mapToLong(Proc::pss).sum();
  }

  private static Stream<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long sum = 0;
      for (int i = 11; i <= 14; i++) {
        sum += Long.parseLong(fields[i]);
      }
      return sum;
    } catch (IOException ended) {
      return 0;
    }
  }

  private static long pss(ProcessHandle process) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"));
      for (String line : lines) {
        if (line.startsWith("Pss:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException ended) {
      return 0;
    }
  }
}
