package dev.coulomb.node.session.script;

import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.Session;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.session.activity.Activity.Client;
import dev.coulomb.node.sql.SqlText;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Statements of a text, run as one transaction: all of it, or nothing. It is the transaction, so it
 * must not hold the commands that begin or end one. Any thread.
 */
public final class Script {
  private static final Set<String> TRANSACTION_COMMANDS =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

  private final SessionServices services;
  private final Commitment commitment;
  private final ScheduledExecutorService loop;

  /** How it ended. */
  public sealed interface Result {}

  /** All of it was done, and cannot be lost any more. */
  public record Done() implements Result {}

  /**
   * Nothing of it was done.
   *
   * @param line of the text, from 1, where the mistake is; 0: not known
   */
  public record Failed(SqlError error, int line) implements Result {}

  /**
   * @param loop of one thread
   */
  public Script(SessionServices services, Commitment commitment, ScheduledExecutorService loop) {
    this.services = services;
    this.commitment = commitment;
    this.loop = loop;
  }

  /** Runs a text for a user. What comes of it is told on any thread. */
  public CompletableFuture<Result> run(String user, String text) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        begin(user, text, result);
      } catch (SqlError refused) {
        result.complete(new Failed(refused, line(text, refused, 0)));
      } catch (RuntimeException | Error defect) {
        result.completeExceptionally(defect);
      }
    });
    return result;
  }

  private void begin(String user, String text, CompletableFuture<Result> result) {
    refuseTransactionCommands(text);
    ScriptReplies replies = new ScriptReplies();
    Session session = new Session(services, new Client(user, "", 0), replies, loop);
    replies.speaksFor(session);
    session.query(text, () -> end(session, replies, text, result));
  }

  private void end(
      Session session, ScriptReplies replies, String text, CompletableFuture<Result> result) {
    session.close();
    SqlError error = replies.error();
    if (error != null) {
      result.complete(new Failed(error, line(text, error, replies.completed())));
      return;
    }
    commitment.whenCommitted(commitment.executed(), () -> result.complete(new Done()));
  }

  private static void refuseTransactionCommands(String text) {
    for (SqlText.Piece piece : SqlText.split(text)) {
      String statement = text.substring(piece.start(), piece.offset() + piece.text().length());
      String word = statement.split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
      if (TRANSACTION_COMMANDS.contains(word)) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "the text is one transaction as it is: take out the commands that begin or end one")
            .with("statement", word)
            .at(piece.start() + 1);
      }
    }
  }

  /**
   * @param completed statements before the one that failed
   */
  private static int line(String text, SqlError error, int completed) {
    if (error.position() > 0) {
      return lineOf(text, error.position() - 1);
    }
    List<SqlText.Piece> pieces = SqlText.split(text);
    return completed < pieces.size() ? lineOf(text, pieces.get(completed).start()) : 0;
  }

  private static int lineOf(String text, int offset) {
    int end = Math.min(offset, text.length());
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
