package dev.coulomb.node.node.bootstrap;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.bootstrap.SchemaControl;
import dev.coulomb.node.admin.bootstrap.SchemaStatus;
import dev.coulomb.node.admin.bootstrap.SchemaStatus.Mistake;
import dev.coulomb.node.admin.bootstrap.SchemaStatus.State;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.session.script.Script;
import dev.coulomb.node.types.SqlError;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the first schema of a new database, once. That it was run needs no mark of its own: it is
 * one transaction, and with it the catalog is no longer that of a new database. Any thread.
 */
public final class FirstSchema implements SchemaControl {
  private static final Logger LOG = LoggerFactory.getLogger(FirstSchema.class);

  private final Script script;
  private final String user;
  private final Supplier<Catalog> catalog;
  private @Nullable SchemaStatus last;

  /**
   * @param user who makes it
   */
  public FirstSchema(Script script, String user, Supplier<Catalog> catalog) {
    this.script = script;
    this.user = user;
    this.catalog = catalog;
  }

  /** Whether nothing was ever made in this database. */
  public boolean isAwaited() {
    return catalog.get().version() == Catalog.EMPTY.version();
  }

  @Override
  public synchronized Optional<SchemaStatus> last() {
    return Optional.ofNullable(last);
  }

  @Override
  public SchemaStatus begin(String id, String sql) {
    SchemaStatus began;
    synchronized (this) {
      SchemaStatus before = last;
      if (before != null && before.state() == State.RUNNING && !before.id().equals(id)) {
        throw new AdminError(409, "schema-running", "another schema is being run", "id");
      }
      boolean stays = before != null && before.id().equals(id) && before.state() != State.FAILED;
      if (before != null && stays) {
        return before;
      }
      began = new SchemaStatus(id, isAwaited() ? State.RUNNING : State.SKIPPED, null);
      last = began;
    }
    if (began.state() == State.RUNNING) {
      script.run(user, sql).whenComplete((result, defect) -> ended(id, result, defect));
    }
    return began;
  }

  private synchronized void ended(
      String id, Script.@Nullable Result result, @Nullable Throwable defect) {
    if (result == null) {
      LOG.error("the first schema met a defect of the node", defect);
      last = failed(id, new Mistake("XX000", "the node met a defect of its own; see its log", 0));
      return;
    }
    last =
        switch (result) {
          case Script.Done() -> new SchemaStatus(id, State.COMPLETED, null);
          case Script.Failed(SqlError error, int line) ->
              failed(id, new Mistake(error.code(), error.getMessage(), line));
        };
    LOG.info("the first schema: {}", last.state());
  }

  private static SchemaStatus failed(String id, Mistake mistake) {
    return new SchemaStatus(id, State.FAILED, mistake);
  }
}
