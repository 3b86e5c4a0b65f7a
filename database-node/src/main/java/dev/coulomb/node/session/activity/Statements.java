package dev.coulomb.node.session.activity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.coulomb.node.types.SqlError;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures of all statements by their text; the least used are forgotten. Any thread. */
public final class Statements {
  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);
  private static final int TEXTS_MAX = 5_000;
  private static final int TEXT_CHARACTERS_MAX = 4_000;

  private final Cache<String, StatementFigures> byText =
      CacheBuilder.newBuilder().maximumSize(TEXTS_MAX).build();
  private final Cache<String, StatementFigures> byProcedure =
      CacheBuilder.newBuilder().maximumSize(TEXTS_MAX).build();
  private final LongSupplier slowNanos;
  private final LongAdder slow = new LongAdder();

  /**
   * @param slowNanos statements that take this long or longer are logged; {@link Long#MAX_VALUE}:
   *     none
   */
  public Statements(LongSupplier slowNanos) {
    this.slowNanos = slowNanos;
  }

  /** The figures of a text; a very long one counts by how it begins. */
  public StatementFigures of(String text) {
    String key =
        text.length() <= TEXT_CHARACTERS_MAX ? text : text.substring(0, TEXT_CHARACTERS_MAX);
    StatementFigures known = byText.getIfPresent(key);
    return known != null ? known : byText.asMap().computeIfAbsent(key, StatementFigures::new);
  }

  /** The figures of the calls of a procedure, whatever their texts. */
  public StatementFigures ofProcedure(String name) {
    StatementFigures known = byProcedure.getIfPresent(name);
    return known != null ? known : byProcedure.asMap().computeIfAbsent(name, StatementFigures::new);
  }

  /**
   * A call of a procedure has ended; its statement is counted by itself.
   *
   * @param figures of the procedure
   */
  public void called(StatementFigures figures, long nanos, long rows, boolean failed) {
    figures.ended(nanos, rows, failed);
  }

  /** All that are remembered. */
  public List<StatementFigures> all() {
    return List.copyOf(byText.asMap().values());
  }

  /** Statements that were logged as slow. */
  public long slow() {
    return slow.sum();
  }

  /**
   * A statement has ended.
   *
   * @param user whose it was
   * @param error null: it succeeded
   */
  public void ended(
      StatementFigures figures, long nanos, long rows, String user, @Nullable SqlError error) {
    figures.ended(nanos, rows, error != null);
    if (nanos >= slowNanos.getAsLong()) {
      slow.increment();
      LOG.info(
          "slow statement: {} ms, rows {}, user {}, {}: {}",
          nanos / 1_000_000,
          rows,
          user,
          error == null ? "done" : error.code(),
          figures.text());
    }
  }
}
