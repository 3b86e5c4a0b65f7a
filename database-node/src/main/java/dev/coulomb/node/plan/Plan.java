package dev.coulomb.node.plan;

import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does. Every plan was made under one catalog version and is stale under others.
 */
public sealed interface Plan {
  /**
   * A query.
   *
   * @param atMostOneRow the whole primary key is bound, so the answer is built in place
   */
  record Query(Operator root, Routing routing, boolean atMostOneRow) implements Plan {}

  /**
   * {@code INSERT}: the source's columns are those of the table, in its order; each row goes to the
   * partition of its partition column (or to the replicated store).
   *
   * @param reads where the source looks, and to where its rows go; null: the source is {@code
   *     VALUES} that read no table, and each row goes to its partition alone
   * @param conflict what becomes of a row whose key is there; null: an error
   * @param returning expressions over the row that was inserted or updated, or empty
   */
  record Insert(
      Table table,
      Operator source,
      @Nullable Routing reads,
      @Nullable OnConflict conflict,
      List<Expression> returning,
      List<Check> checks)
      implements Plan {
    /** Into a table without check constraints. */
    public Insert(
        Table table,
        Operator source,
        @Nullable Routing reads,
        @Nullable OnConflict conflict,
        List<Expression> returning) {
      this(table, source, reads, conflict, returning, List.of());
    }
  }

  /**
   * A check constraint.
   *
   * @param constraint its name
   * @param condition over the columns of a row of the table; a row for which it is false is refused
   */
  record Check(String constraint, Expression condition) {}

  /**
   * {@code ON CONFLICT}.
   *
   * @param keys ids of the unique indexes that are asked, {@link Access#PRIMARY_KEY} among them
   * @param assignments of {@code DO UPDATE}, over the columns of the row that is there and then
   *     those of the row that was to be inserted; none: {@code DO NOTHING}
   * @param condition over the same; where it is not true nothing happens
   */
  record OnConflict(
      List<Integer> keys, List<Assignment> assignments, @Nullable Expression condition) {}

  /**
   * {@code UPDATE}. Rows are chosen by the access and the filter, as {@link Operator.Scan} of all
   * of the table's columns; assignments and returning are expressions over those columns
   * (returning: over the new row). A partition column is not assigned: the planner refuses that.
   */
  record Update(
      Table table,
      Access access,
      List<Expression> filter,
      List<Assignment> assignments,
      List<Expression> returning,
      Routing routing,
      List<Check> checks)
      implements Plan {
    /** Of a table without check constraints. */
    public Update(
        Table table,
        Access access,
        List<Expression> filter,
        List<Assignment> assignments,
        List<Expression> returning,
        Routing routing) {
      this(table, access, filter, assignments, returning, routing, List.of());
    }
  }

  /** One column's new value. */
  record Assignment(int column, Expression value) {}

  /** {@code DELETE}; as {@link Update}, and returning is over the deleted row. */
  record Delete(
      Table table,
      Access access,
      List<Expression> filter,
      List<Expression> returning,
      Routing routing)
      implements Plan {}

  /**
   * {@code UPDATE} or {@code DELETE} of rows that a query finds, because they are joined or
   * compared with others. A row is changed once, whatever it is joined with.
   *
   * @param rows its first columns are the table's, then comes the row's key (see {@link
   *     Operator#ROW_KEY}), then others
   * @param routing where the query looks; the rows it finds are there
   * @param assignments over the query's columns; of {@code DELETE} none
   * @param returning over the query's columns too, of which the first are those of the new row
   */
  record ChangeFound(
      Table table,
      Operator rows,
      Routing routing,
      boolean deletes,
      List<Assignment> assignments,
      List<Expression> returning,
      List<Check> checks)
      implements Plan {}

  /**
   * {@code CALL}, and {@code SELECT * FROM} a procedure.
   *
   * @param arguments of the types of its parameters; over parameters of the statement only
   * @param routing one partition, or all of them
   */
  record CallProcedure(
      Procedure procedure, List<Expression> arguments, ProcedureBody body, Routing routing)
      implements Plan {}

  /** DDL: an all-partition transaction that ends in a new catalog version. */
  record ChangeSchema(SchemaChange change, @Nullable RowRewrite rewrite) implements Plan {
    /** One that leaves rows alone. */
    public ChangeSchema(SchemaChange change) {
      this(change, null);
    }
  }

  /**
   * What becomes of the rows of a table whose definition changes.
   *
   * @param after the table as it is to be
   * @param values one for each of its columns, over those of the row before; none: rows stay as
   *     they are, and are only looked at
   * @param checks of the constraints that are new, over the new row
   */
  record RowRewrite(Table after, List<Expression> values, List<Check> checks) {}

  /**
   * {@code COPY table (columns) FROM STDIN}.
   *
   * @param columns ordinals in the order of the file
   * @param defaults of the other columns that have one, computed for each row; the rest become null
   */
  record CopyFrom(
      Table table,
      List<Integer> columns,
      List<Assignment> defaults,
      List<Check> checks,
      CopyFormat format)
      implements Plan {
    /** Into a table without check constraints. */
    public CopyFrom(
        Table table, List<Integer> columns, List<Assignment> defaults, CopyFormat format) {
      this(table, columns, defaults, List.of(), format);
    }
  }

  /** {@code COPY table TO STDOUT} and {@code COPY (query) TO STDOUT}. */
  record CopyTo(Query query, CopyFormat format) implements Plan {}

  /**
   * {@code EXPLAIN}: the text of another plan.
   *
   * @param analyze carry it out too, and tell what it did
   */
  record Explain(PreparedPlan statement, boolean analyze) implements Plan {}

  /** {@code SET name = value}; an empty list is {@code DEFAULT}. The session carries it out. */
  record SetSetting(String name, List<String> value, boolean local) implements Plan {}

  /** {@code SHOW name}; the session answers. */
  record ShowSetting(String name) implements Plan {}

  /**
   * What the session alone decides; the words are upper case, names as they are meant: {@code BEGIN
   * modes}, {@code COMMIT} and {@code ROLLBACK} ({@code CHAIN}), {@code SAVEPOINT}, {@code RELEASE}
   * and {@code ROLLBACK TO} a name, {@code SET TRANSACTION modes}, {@code SET CHARACTERISTICS
   * modes}, {@code DISCARD ALL}, {@code DISCARD SEQUENCES}, {@code DEALLOCATE name}.
   */
  record SessionCommand(String command, List<String> arguments) implements Plan {}
}
