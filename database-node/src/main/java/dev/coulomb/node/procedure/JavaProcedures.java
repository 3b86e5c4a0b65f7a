package dev.coulomb.node.procedure;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.ProcedureBody;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.procedure.ProcedureAbort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Procedures that are classes of uploaded jars: loads them, runs them, lets go of those that were
 * replaced. Any thread; what loads is not called on an event loop.
 */
public final class JavaProcedures {
  /** Checkpoints that suffice to initialise a class: about a second. */
  private static final long LOADING_CHECKPOINTS = 50_000_000;

  private static final long MESSAGE_CHECKPOINTS = 10_000;
  private static final int JARS_MAX = 1_000;

  /** By the jar itself: one that replaces it is another. */
  private final Cache<Jar, Loaded> loaded =
      CacheBuilder.newBuilder().weakKeys().maximumSize(JARS_MAX).build();

  /** A jar's classes, and its procedures by how they were declared. */
  private record Loaded(JarClasses classes, Map<Procedure, LoadedProcedure> procedures) {}

  /** How a call runs: what it sees, and for how long. */
  public record Frame(
      Statements statements, SessionInfo session, CancelSignal cancel, WorkMemory.Held memory) {}

  /** The texts of the statements of a procedure's class, which has been checked. */
  public List<String> statements(Procedure procedure) {
    return of(procedure).statements();
  }

  /** Refuses a jar that could not be loaded. */
  public void check(byte[] jar) {
    JarClasses.of(jar);
  }

  /** Lets go of the jars that are in no catalog any more; calls that run keep theirs. */
  public void retain(Catalog catalog) {
    loaded.asMap().keySet().removeIf(jar -> !catalog.procedures().jars().contains(jar));
  }

  private LoadedProcedure of(Procedure procedure) {
    if (!(procedure.body() instanceof Procedure.Body.Java(String className, Jar jar))) {
      throw new SqlError(SqlState.INTERNAL_ERROR, "only a procedure in Java is a class");
    }
    Loaded known = loaded.getIfPresent(jar);
    if (known == null) {
      known = new Loaded(JarClasses.of(jar.bytes()), new ConcurrentHashMap<>());
      Loaded other = loaded.asMap().putIfAbsent(jar, known);
      known = other == null ? known : other;
    }
    LoadedProcedure found = known.procedures.get(procedure);
    if (found == null) {
      found = load(known.classes, className, procedure);
      LoadedProcedure other = known.procedures.putIfAbsent(procedure, found);
      found = other == null ? found : other;
    }
    return found;
  }

  private static LoadedProcedure load(JarClasses classes, String className, Procedure procedure) {
    try {
      Budget budget = new Budget(new CancelSignal(), LOADING_CHECKPOINTS);
      return Checkpoint.within(
          budget, () -> LoadedProcedure.of(Class.forName(className, true, classes), procedure));
    } catch (SqlError refused) {
      throw refused;
    } catch (ClassNotFoundException missing) {
      throw new SqlError(SqlState.INVALID_FUNCTION_DEFINITION, "the jar has no such class")
          .with("class", className);
    } catch (Throwable failed) {
      throw new SqlError(SqlState.INVALID_FUNCTION_DEFINITION, "the class cannot be loaded")
          .with("class", className)
          .with("reason", String.valueOf(failed));
    }
  }

  /**
   * Runs a procedure to its end. All that can go wrong in it is an {@code SqlError}.
   *
   * @param checkpoints for which it may go on; then it throws {@link TooLong}
   */
  public Statements.Result run(
      Procedure procedure,
      ProcedureBody body,
      @Nullable Object[] given,
      Frame frame,
      long checkpoints) {
    LoadedProcedure target = of(procedure);
    Budget budget = new Budget(frame.cancel(), checkpoints);
    JavaTransaction transaction =
        new JavaTransaction(
            target, body, frame.statements(), frame.session(), budget, frame.memory());
    @Nullable Object[] arguments = target.arguments(procedure, given);
    try {
      Object answer =
          Checkpoint.<@Nullable Object>within(budget, () -> target.run(transaction, arguments));
      SqlError failure = transaction.failure();
      if (failure != null) {
        throw failure;
      }
      endIfItMust(frame, budget);
      return new Statements.Result(rows(answer, body), transaction.changed());
    } catch (SqlError error) {
      throw error;
    } catch (CancelledProcedure cancelled) {
      endIfItMust(frame, budget);
      throw new SqlError(SqlState.QUERY_CANCELED, "the procedure was ended");
    } catch (TooLong tooLong) {
      throw tooLong;
    } catch (Throwable thrown) {
      endIfItMust(frame, budget);
      SqlError failure = transaction.failure();
      throw failure == null ? error(procedure, thrown, frame.cancel()) : failure;
    } finally {
      transaction.end();
    }
  }

  /** Who catches everything may have caught that too. */
  private static void endIfItMust(Frame frame, Budget budget) {
    frame.cancel().check();
    if (budget.isOverdrawn()) {
      throw new TooLong();
    }
  }

  private static List<@Nullable Object[]> rows(@Nullable Object answer, ProcedureBody body) {
    if (body.columns().isEmpty()) {
      return List.of();
    }
    if (body.oneRow()) {
      List<@Nullable Object[]> one = new ArrayList<>(1);
      one.add(row(new @Nullable Object[] {answer}, body));
      return one;
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    switch (answer) {
      case JavaRows given ->
          given.values().forEach(row -> rows.add(row(converted(given, row), body)));
      case MadeRows made -> made.values().forEach(row -> rows.add(row(row, body)));
      case null, default -> {}
    }
    return rows;
  }

  private static @Nullable Object[] converted(JavaRows given, @Nullable Object[] row) {
    @Nullable Object[] values = new Object[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = Values.toJava(given.type(i), row[i]);
    }
    return values;
  }

  private static @Nullable Object[] row(@Nullable Object[] values, ProcedureBody body) {
    List<OutputColumn> columns = body.columns();
    if (values.length != columns.size()) {
      throw new SqlError(SqlState.DATATYPE_MISMATCH, "the procedure does not give what it returns")
          .with("columns", values.length)
          .with("returns", columns.size());
    }
    @Nullable Object[] row = new Object[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Values.toSql(columns.get(i).type(), values[i]);
    }
    return row;
  }

  private static SqlError error(Procedure procedure, Throwable thrown, CancelSignal cancel) {
    if (thrown instanceof ProcedureAbort abort) {
      return new SqlError(SqlState.RAISE_EXCEPTION, String.valueOf(abort.getMessage()))
          .code(abort.sqlState());
    }
    SqlError error =
        new SqlError(SqlState.EXTERNAL_ROUTINE_EXCEPTION, "the procedure failed")
            .with("procedure", procedure.name())
            .with("exception", thrown.getClass().getName());
    String message = message(thrown, cancel);
    if (message != null) {
      error.with("message", message);
    }
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (JarClasses.NAME.equals(frame.getClassLoaderName())) {
        return error.with("at", frame.getFileName() + ":" + frame.getLineNumber());
      }
    }
    return error;
  }

  /** An exception of the procedure's own may do anything here. */
  private static @Nullable String message(Throwable thrown, CancelSignal cancel) {
    try {
      return Checkpoint.<@Nullable String>within(
          new Budget(cancel, MESSAGE_CHECKPOINTS), thrown::getMessage);
    } catch (Throwable again) {
      return null;
    }
  }
}
