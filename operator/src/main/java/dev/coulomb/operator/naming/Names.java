package dev.coulomb.operator.naming;

/** The names of the objects of one cluster. */
public record Names(String namespace, String cluster) {

  /** The container that runs the database. */
  public static final String CONTAINER = "database";

  /** The volume for backups. */
  public static final String BACKUP_VOLUME = "backup";

  /** The volume with the node's log and checkpoints. */
  public static final String DATA_VOLUME = "data";

  /** The client Service. */
  public String clientService() {
    return cluster;
  }

  /** The headless Service that gives each pod its DNS name, also before it is ready. */
  public String nodesService() {
    return cluster + "-nodes";
  }

  public String statefulSet() {
    return cluster;
  }

  /** Pods are numbered by the StatefulSet. */
  public String pod(int ordinal) {
    return cluster + "-" + ordinal;
  }

  /** The claim of a pod's volume, as a StatefulSet names it. */
  public String claim(int ordinal) {
    return DATA_VOLUME + "-" + pod(ordinal);
  }

  public String configMap() {
    return cluster + "-config";
  }

  public String serviceAccount() {
    return cluster;
  }

  public String networkPolicy() {
    return cluster;
  }

  public String podMonitor() {
    return cluster;
  }

  public String prometheusRule() {
    return cluster;
  }

  /** The Secret the operator makes when the spec names none. */
  public String superuserSecret() {
    return cluster + "-superuser";
  }

  /** The token that opens the nodes' admin HTTP to the operator. */
  public String adminSecret() {
    return cluster + "-admin";
  }

  /** The Job that deletes the snapshot of a backup. */
  public static String deletionJob(String backupUid) {
    return "delete-" + backupUid;
  }

  /** Host name of the client Service inside the Kubernetes cluster. */
  public String clientHost() {
    return clientService() + "." + namespace + ".svc";
  }

  /** Host name under which the pods are found, ready or not. */
  public String nodesHost() {
    return nodesService() + "." + namespace + ".svc";
  }
}
