package dev.coulomb.operator.naming;

/** Annotations on the pod template. A change of one of them is a change of the pod's revision. */
public final class Annotations {

  /** Digest of the settings that a node reads only when it starts. */
  public static final String RESTART_SETTINGS = "coulomb.dev/restart-settings";

  private Annotations() {}
}
