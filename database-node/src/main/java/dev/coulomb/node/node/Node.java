package dev.coulomb.node.node;

import dev.coulomb.node.admin.AdminServer;
import dev.coulomb.node.host.DataDirectory;
import java.io.IOException;

/** A node that has started. Confined to the thread that starts and stops it. */
final class Node {
  private final DataDirectory directory;
  private final AdminServer admin;
  private final Engine engine;
  private final Control control;

  Node(DataDirectory directory, AdminServer admin, Engine engine, Control control) {
    this.directory = directory;
    this.admin = admin;
    this.engine = engine;
    this.control = control;
  }

  int sqlPort() {
    return engine.sql().port();
  }

  int adminPort() {
    return admin.port();
  }

  Engine engine() {
    return engine;
  }

  Control control() {
    return control;
  }

  /** Stops in order: statements end, sessions end, servers close, the directory is free. */
  void stop() throws InterruptedException, IOException {
    control.askToStop();
    engine.stop();
    admin.close();
    directory.close();
  }
}
