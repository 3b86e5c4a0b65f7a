package dev.coulomb.node.admin;

import dev.coulomb.node.admin.NodeStatus.Checkpoint;
import dev.coulomb.node.admin.NodeStatus.Connections;
import dev.coulomb.node.admin.NodeStatus.Content;
import dev.coulomb.node.admin.NodeStatus.Identity;
import dev.coulomb.node.admin.NodeStatus.Memory;
import dev.coulomb.node.admin.NodeStatus.Safety;
import dev.coulomb.node.admin.NodeStatus.State;
import dev.coulomb.node.admin.bootstrap.SchemaControl;
import dev.coulomb.node.admin.bootstrap.SchemaStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node that only remembers what it was asked. */
final class FakeNode implements NodeControl, SchemaControl {
  private final Map<String, String> settings = new TreeMap<>(Map.of("sql.max-connections", "1000"));
  private boolean started = true;
  private boolean paused;
  private boolean stopping;
  private final FakeRestores restores = new FakeRestores();
  private boolean checkpointing;
  private long tables;

  private final FakeArchive archive = new FakeArchive();
  private final FakeBackups backups = new FakeBackups();
  private @Nullable SchemaStatus schema;

  void isStarting() {
    started = false;
  }

  void holdsTables(long count) {
    tables = count;
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public NodeStatus status() {
    return new NodeStatus(
        new Identity("id", "incarnation", "demo-0", "0.1.0", "2026-11-23T10:00:00Z", "demo"),
        paused ? State.PAUSED : State.RUNNING,
        new Content(8, 1, tables, 0, new Memory(0, 1), new Connections(0, 1000), null),
        new TreeMap<>(settings),
        new Safety(tables == 0, tables == 0 ? "" : "tables would be lost"),
        new Checkpoint(checkpointing, 0, 0, 0, false),
        null);
  }

  @Override
  public Optional<Startup> starting() {
    return started ? Optional.empty() : Optional.of(new Startup("memory", 1, 2, 0, -1));
  }

  @Override
  public Optional<String> notReady() {
    return started ? Optional.empty() : Optional.of("the node has not started yet");
  }

  @Override
  public void pause(boolean nowPaused) {
    paused = nowPaused;
  }

  @Override
  public void change(Map<String, String> changes) {
    changes
        .keySet()
        .forEach(name -> {
          if (!settings.containsKey(name)) {
            throw new AdminError(400, "unknown-setting", "this is not a setting", name);
          }
        });
    settings.putAll(changes);
  }

  @Override
  public void checkpoint() {
    checkpointing = true;
  }

  @Override
  public FakeBackups backups() {
    return backups;
  }

  @Override
  public FakeArchive archive() {
    return archive;
  }

  @Override
  public FakeRestores restores() {
    return restores;
  }

  @Override
  public FakeRestores checksums() {
    return restores;
  }

  @Override
  public void stop(boolean force) {
    if (tables > 0 && !force) {
      throw new AdminError(409, "unsafe", "tables would be lost", "force");
    }
    stopping = true;
  }

  @Override
  public SchemaControl firstSchema() {
    return this;
  }

  @Override
  public SchemaStatus begin(String id, String sql) {
    schema =
        sql.isEmpty()
            ? new SchemaStatus(
                id, SchemaStatus.State.FAILED, new SchemaStatus.Mistake("42601", "no text", 3))
            : new SchemaStatus(id, SchemaStatus.State.RUNNING, null);
    return schema;
  }

  @Override
  public Optional<SchemaStatus> last() {
    return Optional.ofNullable(schema);
  }
}
