package dev.coulomb.operator.nodeadmin;

import java.util.SortedMap;

/**
 * A node's admin interface. Every call ends within seconds, whatever the node does, and none throws
 * for what a node does.
 */
public interface NodeAdmin {

  /** {@link Answer.Told}, {@link Answer.Refused} or {@link Answer.Silent}. */
  Answer status(NodeAddress node);

  /** From now on changes are refused. {@link Answer.Told} when done. */
  Answer pause(NodeAddress node);

  /** Changes are taken again. {@link Answer.Told} when done. */
  Answer resume(NodeAddress node);

  /** Puts live settings into effect, all or none. {@link Answer.Told} when done. */
  Answer changeSettings(NodeAddress node, SortedMap<String, String> settings);

  /**
   * Asks the node to stop. Without {@code force} it refuses when that would lose data. {@link
   * Answer.Stopping} when it stops.
   */
  Answer stop(NodeAddress node, boolean force);
}
