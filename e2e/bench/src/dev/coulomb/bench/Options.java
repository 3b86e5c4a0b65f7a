package dev.coulomb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is run: works by their keys (none: all), and {@code --peers=coulomb,postgres,redis,voltdb,floor}
 * (a name with {@code =PATH} is a node of another build, by its launcher), {@code --rounds},
 * {@code --seconds} of a window, {@code --warm-up} seconds.
 */
final class Options {
  private final Map<String, String> named = new TreeMap<>();
  private final List<Work> works = new ArrayList<>();

  static Options of(String[] args) {
    Options options = new Options();
    for (String arg : args) {
      if (arg.startsWith("--")) {
        int end = arg.indexOf('=');
        options.named.put(arg.substring(2, end), arg.substring(end + 1));
      } else {
        options.works.add(Work.of(arg));
      }
    }
    return options;
  }

  List<Work> works() {
    return works.isEmpty() ? List.of(Work.values()) : works;
  }

  int rounds() {
    return Integer.parseInt(named.getOrDefault("rounds", "5"));
  }

  double seconds() {
    return Double.parseDouble(named.getOrDefault("seconds", "3"));
  }

  double warmUpSeconds() {
    return Double.parseDouble(named.getOrDefault("warm-up", "6"));
  }

  /** The servers that can be had; of the others a line is printed. */
  List<Peer> peers() throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (String name : named.getOrDefault("peers", "coulomb,postgres,redis,voltdb,floor").split(",")) {
      Optional<Peer> peer = peer(name);
      if (peer.isEmpty()) {
        System.out.println(name + " is left out: it is not here");
      }
      peer.ifPresent(peers::add);
    }
    return peers;
  }

  /** Compiled only where VoltDB's client could be had. */
  private static Peer voltdb(Path directory, String java, String path, Path home) {
    try {
      return (Peer)
          Class.forName("dev.coulomb.bench.VoltPeer")
              .getDeclaredConstructor(Path.class, String.class, String.class, Path.class)
              .newInstance(directory, java, path, home);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Peer node(String name, Path directory, String durability) {
    String launcher = System.getProperty("node");
    return new NodePeer(name, directory, launcher, List.of("--durability", durability));
  }

  private static Optional<Peer> redis(Path directory, Path root, String forces) {
    return Files.isExecutable(RedisPeer.program(root))
        ? Optional.of(new RedisPeer(directory, root, forces))
        : Optional.empty();
  }

  private Optional<Peer> peer(String name) throws IOException {
    Path runs = Path.of(System.getProperty("runs"));
    Path cache = Path.of(System.getProperty("cache"));
    Path home = Path.of(System.getProperty("home"));
    int launcher = name.indexOf('=');
    if (launcher > 0) {
      String other = name.substring(0, launcher);
      return Optional.of(
          new NodePeer(other, runs.resolve(other), name.substring(launcher + 1), List.of()));
    }
    switch (name) {
      case "coulomb":
        return Optional.of(node("Coulomb", runs.resolve(name), "none"));
      case "coulomb-sync":
        return Optional.of(node("Coulomb, sync", runs.resolve(name), "sync"));
      case "coulomb-interval":
        return Optional.of(node("Coulomb, interval", runs.resolve(name), "interval"));
      case "postgres":
        return PostgresPeer.installed().map(bin -> new PostgresPeer(runs.resolve(name), bin, false));
      case "postgres-sync":
        return PostgresPeer.installed().map(bin -> new PostgresPeer(runs.resolve(name), bin, true));
      case "redis":
        return redis(runs.resolve(name), cache.resolve("redis"), "");
      case "redis-everysec":
        return redis(runs.resolve(name), cache.resolve("redis"), "everysec");
      case "redis-always":
        return redis(runs.resolve(name), cache.resolve("redis"), "always");
      case "voltdb":
        String java = System.getProperty("voltdb.java", "");
        String path = System.getProperty("voltdb.path", "");
        return java.isEmpty() || path.isEmpty()
            ? Optional.empty()
            : Optional.of(voltdb(runs.resolve(name), java, path, home.resolve("voltdb")));
      case "floor":
        return Optional.of(new FloorPeer(runs.resolve(name), System.getProperty("floor.path")));
      default:
        throw new IllegalArgumentException("no peer " + name);
    }
  }
}
