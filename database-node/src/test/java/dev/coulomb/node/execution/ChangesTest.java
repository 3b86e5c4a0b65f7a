package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final int INDEX = 5;

  private final TestDatabase database = new TestDatabase(1);
  private final Table table =
      database.create(
          TestDatabase.table(
              1,
              0,
              List.of(0),
              List.of(new Index(INDEX, "i", List.of(1), false)),
              SqlType.INTEGER,
              SqlType.INTEGER));

  @Test
  void anInsertEvaluatesItsRowsOnceAndReturnsWhatWasAsked() {
    Operator source =
        TestDatabase.values(
            List.of(SqlType.INTEGER, SqlType.INTEGER), List.of(List.of(1L, 10L), List.of(2L, 20L)));
    Expression twice = plus(column(1, SqlType.INTEGER), column(1, SqlType.INTEGER));
    CompiledChange insert =
        CompiledChange.compile(new Plan.Insert(table, source, null, null, List.of(twice)));
    ExecutionContext context = database.context();
    CompiledChange.Inserted result =
        insert.insert(context, database.store(0), insert.rows(context));
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.answers()).containsExactly(new Object[] {20L}, new Object[] {40L});
    assertThat(all()).containsExactly(List.of(1L, 10L), List.of(2L, 20L));
    assertThat(context.workMemory().usedBytes()).isZero();
  }

  @Test
  void aColumnThatMustNotBeNullIsNot() {
    CompiledChange insert = CompiledChange.insertInto(table);
    List<@Nullable Object[]> rows = List.<@Nullable Object[]>of(new @Nullable Object[] {null, 1L});
    assertThatThrownBy(() -> insert.insert(database.context(), database.store(0), rows))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.NOT_NULL_VIOLATION);
              assertThat(e.fields()).containsEntry("table", "t1").containsEntry("column", "c0");
            });
    assertThat(all()).isEmpty();
  }

  @Test
  void aSecondRowOfAKeyIsRefused() {
    database.insert(table, 1L, 1L);
    CompiledChange insert = CompiledChange.insertInto(table);
    List<@Nullable Object[]> rows = List.<@Nullable Object[]>of(new @Nullable Object[] {1L, 2L});
    assertThatThrownBy(() -> insert.insert(database.context(), database.store(0), rows))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
  }

  @Test
  void anUpdateNeverMeetsARowThatItHasChanged() {
    for (long i = 0; i < 50; i++) {
      database.insert(table, i, i);
    }
    Access byIndex =
        new Access.KeyRange(INDEX, List.of(), new Access.Bound(number(0), true), null, false);
    ChangeResult result =
        run(
            update(
                byIndex,
                List.of(),
                new Plan.Assignment(1, plus(column(1, SqlType.INTEGER), number(7)))));
    assertThat(result.rows()).isEqualTo(50);
    assertThat(all()).allMatch(row -> (Long) row.get(1) == (Long) row.get(0) + 7);
  }

  @Test
  void aKeyCanChangeAndIsCheckedRowByRow() {
    database.insert(table, 1L, 1L);
    database.insert(table, 2L, 2L);
    Expression down = plus(column(0, SqlType.INTEGER), number(-1));
    run(update(new Access.Full(false), List.of(), new Plan.Assignment(0, down)));
    database.store(0).commit(1);
    assertThat(all()).containsExactly(List.of(0L, 1L), List.of(1L, 2L));
    Expression up = plus(column(0, SqlType.INTEGER), number(1));
    assertThatThrownBy(
            () -> run(update(new Access.Full(false), List.of(), new Plan.Assignment(0, up))))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
    database.store(0).rollback();
    assertThat(all()).containsExactly(List.of(0L, 1L), List.of(1L, 2L));
  }

  @Test
  void assignmentsSeeTheOldRow() {
    database.insert(table, 1L, 5L);
    Plan.Update swap =
        new Plan.Update(
            table,
            new Access.Full(false),
            List.of(),
            List.of(
                new Plan.Assignment(0, column(1, SqlType.INTEGER)),
                new Plan.Assignment(1, column(0, SqlType.INTEGER))),
            List.of(column(0, SqlType.INTEGER), column(1, SqlType.INTEGER)),
            new Routing.AllPartitions());
    ChangeResult result = CompiledChange.compile(swap).run(database.context(), database.store(0));
    assertThat(result.returning()).containsExactly(new Object[] {5L, 1L});
    assertThat(all()).containsExactly(List.of(5L, 1L));
  }

  @Test
  void anUpdateToNullIsRefusedWhereNullIsNotAllowed() {
    database.insert(table, 1L, 5L);
    Plan.Assignment toNull = new Plan.Assignment(0, literal(null, SqlType.INTEGER));
    assertThatThrownBy(() -> run(update(new Access.Full(false), List.of(), toNull)))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.NOT_NULL_VIOLATION));
  }

  @Test
  void aDeleteReturnsTheRowsThatWere() {
    for (long i = 0; i < 5; i++) {
      database.insert(table, i, i * 10);
    }
    Expression small =
        new Expression.Call(
            Function.LESS,
            List.of(column(1, SqlType.INTEGER), literal(20L, SqlType.INTEGER)),
            SqlType.BOOLEAN);
    Plan.Delete delete =
        new Plan.Delete(
            table,
            new Access.Full(false),
            List.of(small),
            List.of(column(1, SqlType.INTEGER)),
            new Routing.AllPartitions());
    ChangeResult result = CompiledChange.compile(delete).run(database.context(), database.store(0));
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.returning()).containsExactly(new Object[] {0L}, new Object[] {10L});
    assertThat(all()).extracting(List::getFirst).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aRowOfAWholeKeyIsChangedDirectly() {
    database.insert(table, 1L, 5L);
    database.insert(table, 2L, 6L);
    Access key =
        new Access.KeyRange(
            Access.PRIMARY_KEY,
            List.of(new Expression.Parameter(0, SqlType.INTEGER)),
            null,
            null,
            false);
    Plan.Update update = update(key, List.of(), new Plan.Assignment(1, number(9)));
    ChangeResult result =
        CompiledChange.compile(update).run(database.context(2L), database.store(0));
    assertThat(result.rows()).isEqualTo(1);
    assertThat(all()).containsExactly(List.of(1L, 5L), List.of(2L, 9L));
  }

  @Test
  void moreRowsThanTheWorkingMemoryHoldsAreNotChanged() {
    for (long i = 0; i < 100; i++) {
      database.insert(table, i, i);
    }
    WorkMemory little = new WorkMemory(1000);
    Plan.Update update =
        update(new Access.Full(false), List.of(), new Plan.Assignment(1, number(0)));
    assertThatThrownBy(
            () -> CompiledChange.compile(update).run(database.context(little), database.store(0)))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
    assertThat(little.usedBytes()).isZero();
    assertThat(all()).allMatch(row -> row.get(0).equals(row.get(1)));
  }

  private ChangeResult run(Plan.Update update) {
    return CompiledChange.compile(update).run(database.context(), database.store(0));
  }

  private Plan.Update update(Access access, List<Expression> filter, Plan.Assignment assignment) {
    return new Plan.Update(
        table, access, filter, List.of(assignment), List.of(), new Routing.AllPartitions());
  }

  private List<List<@Nullable Object>> all() {
    return database.run(new Operator.Scan(table, List.of(0, 1), new Access.Full(false), List.of()));
  }

  private static Expression number(long value) {
    return literal(value, SqlType.INTEGER);
  }

  private static Expression plus(Expression a, Expression b) {
    return new Expression.Call(Function.PLUS, List.of(a, b), SqlType.INTEGER);
  }
}
