package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Database nodes without a network: found by their address, with memory that is lost when they
 * stop. Safe for any thread.
 */
public final class FakeNodeAdmin implements NodeAdmin {

  private final Map<String, Node> nodes = new HashMap<>();
  private final List<String> orders = new ArrayList<>();

  /** One node. */
  private static final class Node {
    private final String name;
    private final String version;
    private final Map<String, String> settings;
    private NodeStatus.State state = NodeStatus.State.RUNNING;
    private long rows;
    private boolean silent;

    Node(String name, String version, Map<String, String> settings) {
      this.name = name;
      this.version = version;
      this.settings = new TreeMap<>(settings);
    }
  }

  /** A process begins at an address. */
  public synchronized void start(
      String host, String name, String version, Map<String, String> settings) {
    nodes.put(host, new Node(name, version, settings));
  }

  /** The process ends, and its memory with it. */
  public synchronized void lose(String host) {
    nodes.remove(host);
  }

  /** Puts rows into a node's memory. */
  public synchronized void insert(String host, long rows) {
    node(host).rows += rows;
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
    if (!force && node.rows > 0) {
      return new Answer.Refused("unsafe", loss(node));
    }
    orders.add("stop " + node.name + (force ? " by force" : ""));
    node.rows = 0;
    node.state = NodeStatus.State.STOPPING;
    return new Answer.Stopping();
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

  private static Answer told(Node node) {
    return new Answer.Told(
        new NodeStatus(
            new NodeStatus.Node("id-" + node.name, "incarnation", node.name, node.version),
            node.state,
            new NodeStatus.Partitions(32, 32, 32, 32),
            new NodeStatus.Memory(node.rows * 100, 1 << 30),
            node.settings,
            null,
            node.rows == 0
                ? new NodeStatus.Stop(true, null)
                : new NodeStatus.Stop(false, loss(node))));
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
