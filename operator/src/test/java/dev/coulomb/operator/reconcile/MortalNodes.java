package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import java.util.SortedMap;

/** The nodes of a {@link SimulatedWorld} as an operator reaches them that may die at each order. */
record MortalNodes(SimulatedWorld world) implements NodeAdmin {

  @Override
  public Answer status(NodeAddress node) {
    return world.nodes().status(node);
  }

  @Override
  public Answer pause(NodeAddress node) {
    return world.mortal(() -> world.nodes().pause(node));
  }

  @Override
  public Answer resume(NodeAddress node) {
    return world.mortal(() -> world.nodes().resume(node));
  }

  @Override
  public Answer changeSettings(NodeAddress node, SortedMap<String, String> settings) {
    return world.mortal(() -> world.nodes().changeSettings(node, settings));
  }

  @Override
  public Answer stop(NodeAddress node, boolean force) {
    return world.mortal(() -> world.stopAndRestart(node, force));
  }
}
