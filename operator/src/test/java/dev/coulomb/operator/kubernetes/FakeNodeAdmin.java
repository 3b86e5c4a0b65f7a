package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.nodeadmin.SchemaReport;
import dev.coulomb.operator.nodeadmin.TrimReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Database nodes without a network: found by their address. What they hold is lost with their
 * process, unless they were given a volume. Safe for any thread.
 */
public final class FakeNodeAdmin implements NodeAdmin, NodeBackups, NodeRestores {

  private final Map<String, Node> nodes = new HashMap<>();
  private final List<String> orders = new ArrayList<>();

  /** By name of the volume. */
  private final Map<String, Volume> volumes = new HashMap<>();

  private final FakeBackups backups = new FakeBackups();
  private final FakeRestores restores = new FakeRestores(backups);

  private int ids;

  /** What is on a volume. */
  private static final class Volume {
    private final String nodeId;
    private long rows;

    Volume(String nodeId) {
      this.nodeId = nodeId;
    }
  }

  /** One node. */
  private static final class Node {
    private final String name;
    private final String version;
    private final Map<String, String> settings;
    private NodeStatus.State state = NodeStatus.State.RUNNING;
    private final @Nullable Volume volume;
    private long rows;
    private boolean silent;
    private boolean danger;
    private int restarts;

    Node(String name, String version, Map<String, String> settings, @Nullable Volume volume) {
      this.volume = volume;
      this.rows = volume == null ? 0 : volume.rows;
      this.name = name;
      this.version = version;
      this.settings = new TreeMap<>(settings);
    }

    /** What is remembered of its life is remembered with its data. */
    String life() {
      return volume == null ? name : volume.nodeId;
    }
  }

  /** The rows of a node, in its memory and on its volume. */
  private record RowsOf(Node node) implements FakeRestores.Rows {
    @Override
    public long getAsLong() {
      return node.rows;
    }

    @Override
    public void accept(long rows) {
      node.rows = rows;
      if (node.volume != null) {
        node.volume.rows = rows;
      }
    }
  }

  /** A process begins at an address. */
  public synchronized void start(
      String host, String name, String version, Map<String, String> settings) {
    nodes.put(host, new Node(name, version, settings, null));
  }

  /**
   * A process begins at an address, with a volume.
   *
   * @param volume name of the volume; one that was never seen is empty
   * @param expectedId the node that the process must find there, if it was told of one
   * @return whether it runs; otherwise it found another volume, and ended
   */
  public synchronized boolean start(
      String host,
      String name,
      String version,
      Map<String, String> settings,
      String volume,
      @Nullable String expectedId) {
    @Nullable Volume found = volumes.get(volume);
    if (expectedId != null && (found == null || !found.nodeId.equals(expectedId))) {
      return false;
    }
    Volume kept = volumes.computeIfAbsent(volume, fresh -> new Volume("id-" + ++ids));
    nodes.put(host, new Node(name, version, settings, kept));
    return true;
  }

  /** A volume is lost, or wiped. */
  public synchronized void loseVolume(String volume) {
    volumes.remove(volume);
  }

  /** A volume is another one's copy, as a snapshot is. */
  public synchronized void copyVolume(String from, String to) {
    Volume original = Objects.requireNonNull(volumes.get(from));
    Volume copy = new Volume(original.nodeId);
    copy.rows = original.rows;
    volumes.put(to, copy);
  }

  /** Rows on a volume. */
  public synchronized long rowsOn(String volume) {
    @Nullable Volume found = volumes.get(volume);
    return found == null ? 0 : found.rows;
  }

  /** The process ends, and its memory with it. */
  public synchronized void lose(String host) {
    @Nullable Node gone = nodes.remove(host);
    if (gone != null) {
      backups.forget(gone.name);
    }
  }

  /** The process ends and another one begins in its place, with the same volume. */
  public synchronized void restart(String host) {
    Node node = node(host);
    node.restarts++;
    backups.forget(node.name);
  }

  /** What nodes are restored from, and how it goes. */
  public FakeRestores restores() {
    return restores;
  }

  /** The places that all nodes write backups to. */
  public FakeBackups backups() {
    return backups;
  }

  /** Puts rows into a node's memory. */
  public synchronized void insert(String host, long rows) {
    Node node = node(host);
    node.rows += rows;
    if (node.volume != null) {
      node.volume.rows = node.rows;
    }
  }

  public synchronized long rows(String host) {
    Node node = nodes.get(host);
    return node == null ? 0 : node.rows;
  }

  public synchronized boolean paused(String host) {
    return node(host).state == NodeStatus.State.PAUSED;
  }

  public synchronized @Nullable String setting(String host, String name) {
    return node(host).settings.get(name);
  }

  /** The node runs but does not answer, or answers again. */
  public synchronized void silence(String host, boolean silent) {
    node(host).silent = silent;
  }

  /** From now on a stop of the node would lose something, or no longer. */
  public synchronized void endanger(String host, boolean danger) {
    node(host).danger = danger;
  }

  /** All orders so far, in words. */
  public synchronized List<String> orders() {
    return List.copyOf(orders);
  }

  @Override
  public synchronized Answer status(NodeAddress address) {
    Node node = nodes.get(address.host());
    return node == null || node.silent ? new Answer.Silent("connection refused") : told(node);
  }

  @Override
  public Answer pause(NodeAddress address) {
    return order(address, "pause", node -> node.state = NodeStatus.State.PAUSED);
  }

  @Override
  public Answer resume(NodeAddress address) {
    return order(address, "resume", node -> node.state = NodeStatus.State.RUNNING);
  }

  @Override
  public Answer changeSettings(NodeAddress address, SortedMap<String, String> settings) {
    return order(address, "settings " + settings, node -> node.settings.putAll(settings));
  }

  @Override
  public synchronized Answer stop(NodeAddress address, boolean force) {
    Node node = nodes.get(address.host());
    if (node == null || node.silent) {
      return new Answer.Silent("connection refused");
    }
    if (!force && !safe(node)) {
      return new Answer.Refused("unsafe", loss(node));
    }
    orders.add("stop " + node.name + (force ? " by force" : ""));
    node.rows = 0; // of the process; a volume keeps its own
    node.state = NodeStatus.State.STOPPING;
    return new Answer.Stopping();
  }

  @Override
  public synchronized Reply<BackupReport> beginBackup(
      NodeAddress address, String id, NodeDestination destination) {
    return whenHeard(
        address,
        node -> {
          orders.add("backup " + node.name);
          return backups.begin(node.name, id, destination, node.rows);
        });
  }

  @Override
  public synchronized Reply<BackupReport> backup(NodeAddress address, String id) {
    return whenHeard(address, node -> backups.find(node.name, id));
  }

  @Override
  public synchronized Reply<BackupReport> cancelBackup(NodeAddress address, String id) {
    return whenHeard(
        address,
        node -> {
          orders.add("cancel backup " + node.name);
          return backups.cancel(node.name, id);
        });
  }

  @Override
  public synchronized Reply<Accepted> archive(NodeAddress address, NodeDestination destination) {
    return whenHeard(
        address,
        node -> {
          orders.add("archive " + node.name);
          return backups.archiveTo(node.name, destination);
        });
  }

  @Override
  public synchronized Reply<TrimReport> trimArchive(
      NodeAddress address, String history, long position) {
    return whenHeard(
        address,
        node -> {
          orders.add("trim " + node.name + " " + history + " " + position);
          return backups.trim(node.name, history, position);
        });
  }

  @Override
  public synchronized Reply<RestoreReport> beginRestore(NodeAddress address, RestoreOrder order) {
    return whenHeard(
        address,
        node -> {
          orders.add("restore " + node.name + (order.inPlace() ? " in place" : ""));
          return restores.begin(node.life(), order, new RowsOf(node));
        });
  }

  @Override
  public synchronized Reply<RestoreReport> restore(NodeAddress address) {
    return whenHeard(address, node -> restores.find(node.life(), new RowsOf(node)));
  }

  @Override
  public synchronized Reply<RestoreReport> undoRestore(NodeAddress address) {
    return whenHeard(
        address,
        node -> {
          orders.add("undo " + node.name);
          return restores.undo(node.life(), new RowsOf(node));
        });
  }

  @Override
  public synchronized Reply<RestoreReport> confirmRestore(NodeAddress address) {
    return whenHeard(
        address,
        node -> {
          orders.add("confirm " + node.name);
          return restores.confirm(node.life());
        });
  }

  @Override
  public synchronized Reply<ChecksumsReport> beginChecksums(NodeAddress address, String id) {
    return checksums(address, id);
  }

  @Override
  public synchronized Reply<ChecksumsReport> checksums(NodeAddress address, String id) {
    return whenHeard(address, node -> restores.addUp(node.life(), id, node.rows));
  }

  @Override
  public synchronized Reply<SchemaReport> beginSchema(NodeAddress address, String id, String sql) {
    return whenHeard(
        address,
        node -> {
          orders.add("schema " + node.name);
          return restores.beginSchema(node.life(), id, sql);
        });
  }

  @Override
  public synchronized Reply<SchemaReport> schema(NodeAddress address) {
    return whenHeard(address, node -> restores.schema(node.life()));
  }

  private <T> Reply<T> whenHeard(NodeAddress address, Function<Node, Reply<T>> answer) {
    @Nullable Node node = nodes.get(address.host());
    return node == null || node.silent
        ? new Reply.Silent<>("connection refused")
        : answer.apply(node);
  }

  private synchronized Answer order(
      NodeAddress address, String order, java.util.function.Consumer<Node> change) {
    Node node = nodes.get(address.host());
    if (node == null || node.silent) {
      return new Answer.Silent("connection refused");
    }
    orders.add(order + " " + node.name);
    change.accept(node);
    return told(node);
  }

  /** A node that keeps a log thinks itself safe. */
  private static boolean safe(Node node) {
    return !node.danger && (node.rows == 0 || node.settings.containsKey("durability"));
  }

  private Answer told(Node node) {
    String id = node.volume == null ? "id-" + node.name : node.volume.nodeId;
    return new Answer.Told(
        new NodeStatus(
            new NodeStatus.Node(id, "incarnation-" + node.restarts, node.name, node.version),
            waits(node) ? NodeStatus.State.WAITING : node.state,
            new NodeStatus.Partitions(32, 32, 32, 32),
            new NodeStatus.Data(node.rows > 0 ? 1 : 0),
            new NodeStatus.Memory(node.rows * 100, 1 << 30),
            node.settings,
            null,
            null,
            backups.archive(node.name, node.settings.containsKey("archive.enabled")),
            null,
            safe(node) ? new NodeStatus.Stop(true, null) : new NodeStatus.Stop(false, loss(node))));
  }

  private boolean waits(Node node) {
    @Nullable String id = node.settings.get("bootstrap.restore");
    return id != null && !restores.isRestored(node.life(), id);
  }

  private static String loss(Node node) {
    return node.rows + " rows live in the memory of this node only and would be lost";
  }

  private Node node(String host) {
    Node node = nodes.get(host);
    if (node == null) {
      throw new IllegalStateException("no node at " + host);
    }
    return node;
  }
}
