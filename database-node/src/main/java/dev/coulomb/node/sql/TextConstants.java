package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a statement that its grammar cannot read. In the text they stand as short quoted
 * marks; in the tree they are put back. Confined to one parse.
 */
final class TextConstants extends SqlShuttle {
  /** A character for private use, of which a text of the user's may begin too: see isMark. */
  private static final char MARK = '\uE0C0';

  private static final char FIRST = '\u0100';
  private static final int RADIX = 50_000;

  /** Characters of a token beside its number: quotes and the mark. */
  private static final int FRAME = 3;

  private final List<Constant> constants = new ArrayList<>();
  private final Map<Constant, Integer> numbers = new HashMap<>();

  /** A text, the type it is to be cast to, and of an interval's type what restricts it. */
  record Constant(String value, @Nullable String type, @Nullable IntervalFields fields) {}

  /** True for a text that looks like one of ours, and so must become one. */
  static boolean isMark(String value) {
    return value.length() > 1 && value.charAt(0) == MARK;
  }

  /** What stands for a constant, in at most so many characters (≥ 3). */
  String token(Constant constant, int length) {
    if (constant.value.isEmpty() && constant.type == null) {
      return "''";
    }
    int number = numbers.computeIfAbsent(constant, c -> constants.size());
    if (number == constants.size()) {
      constants.add(constant);
    }
    String digits =
        number < RADIX
            ? "" + (char) (FIRST + number)
            : "" + (char) (FIRST + number % RADIX) + (char) (FIRST + number / RADIX);
    if (FRAME + digits.length() > length || number / RADIX >= RADIX) {
      throw new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement has too many constants");
    }
    return "'" + MARK + digits + "'";
  }

  private @Nullable Constant find(String value) {
    if (!isMark(value)) {
      return null;
    }
    int number = value.charAt(1) - FIRST;
    if (value.length() > 2) {
      number += (value.charAt(2) - FIRST) * RADIX;
    }
    return number >= 0 && number < constants.size() ? constants.get(number) : null;
  }

  /** A token of a statement that is read word by word. */
  String word(String token) {
    Constant constant = token.startsWith("'") ? find(token.substring(1, token.length() - 1)) : null;
    return constant == null ? token : "'" + constant.value.replace("'", "''") + "'";
  }

  /** The tree with its constants. */
  SqlNode restored(SqlNode tree) {
    if (constants.isEmpty()) {
      return tree;
    }
    return tree instanceof StatementNode node
        ? new StatementNode(node.getParserPosition(), restored(node.statement()))
        : present(tree);
  }

  private Statement restored(Statement statement) {
    return switch (statement) {
      case Statement.CreateTable create -> restored(create);
      case Statement.CreateIndex create -> restored(create);
      case Statement.Drop drop -> drop;
      case Statement.OfViews views -> restored(views);
      case Statement.OfSequences sequences -> sequences;
      case Statement.Truncate truncate -> truncate;
      case Statement.RenameIndex rename -> rename;
      case Statement.AlterTable alter ->
          new Statement.AlterTable(
              alter.table(),
              alter.ifExists(),
              alter.actions().stream().map(this::restored).toList());
      case Statement.Copy copy -> {
        SqlNode query = copy.query();
        yield new Statement.Copy(
            copy.table(),
            copy.columns(),
            query == null ? null : present(query),
            copy.from(),
            words(copy.words()));
      }
      case Statement.Explain explain ->
          new Statement.Explain(restored(explain.statement()), explain.analyze());
      case Statement.Insert insert ->
          new Statement.Insert(
              insert.table(),
              insert.alias(),
              insert.columns(),
              insert.overriding(),
              present(insert.source()),
              restored(insert.conflict()),
              present(insert.returning()));
      case Statement.Update update ->
          new Statement.Update(
              present(update.with()),
              update.table(),
              update.alias(),
              restored(update.set()),
              optional(update.from()),
              optional(update.where()),
              present(update.returning()));
      case Statement.Delete delete ->
          new Statement.Delete(
              present(delete.with()),
              delete.table(),
              delete.alias(),
              optional(delete.using()),
              optional(delete.where()),
              present(delete.returning()));
      case Statement.SessionWords(String word, List<String> words) ->
          new Statement.SessionWords(word, words(words));
      case Statement.CreateProcedure create -> restored(create);
      case Statement.CreateJar create ->
          new Statement.CreateJar(create.name(), create.replace(), present(create.contents()));
      case Statement.DropProcedures drop -> drop;
    };
  }

  private Statement.@Nullable OnConflict restored(Statement.@Nullable OnConflict conflict) {
    return conflict == null
        ? null
        : new Statement.OnConflict(
            present(conflict.target()),
            optional(conflict.predicate()),
            conflict.constraint(),
            restored(conflict.set()),
            optional(conflict.where()));
  }

  private List<Statement.SetClause> restored(List<Statement.SetClause> set) {
    return set.stream()
        .map(clause -> new Statement.SetClause(clause.columns(), present(clause.values())))
        .toList();
  }

  private Statement restored(Statement.CreateProcedure create) {
    SqlNode body = create.body();
    SqlNode jar = create.jar();
    return new Statement.CreateProcedure(
        create.name(),
        create.replace(),
        create.parameters(),
        create.answer(),
        create.partitionParameter(),
        create.language(),
        body == null ? null : present(body),
        jar == null ? null : present(jar));
  }

  private Statement restored(Statement.CreateTable create) {
    return new Statement.CreateTable(
        create.name(),
        create.ifNotExists(),
        create.columns().stream().map(this::restored).toList(),
        create.keys().stream().map(this::restored).toList(),
        create.partitionColumn());
  }

  private Statement restored(Statement.OfViews statement) {
    return switch (statement) {
      case Statement.DropView drop -> drop;
      case Statement.DropMaterializedView drop -> drop;
      case Statement.RefreshMaterializedView refresh -> refresh;
      case Statement.CreateView create ->
          new Statement.CreateView(
              create.name(), create.replace(), create.columns(), present(create.query()));
      case Statement.CreateMaterializedView create ->
          new Statement.CreateMaterializedView(
              create.name(), create.ifNotExists(), create.columns(), present(create.query()));
    };
  }

  private Statement.Written present(Statement.Written query) {
    return new Statement.Written(present(query.tree()), query.from(), query.next());
  }

  private Statement.AlterAction restored(Statement.AlterAction action) {
    return switch (action) {
      case Statement.AddColumn add ->
          new Statement.AddColumn(restored(add.column()), add.ifNotExists());
      case Statement.SetDefault set ->
          new Statement.SetDefault(set.column(), restored(set.value()));
      case Statement.SetType set ->
          new Statement.SetType(set.column(), set.type(), optional(set.using()));
      case Statement.AddConstraint add -> new Statement.AddConstraint(restored(add.constraint()));
      case Statement.DropColumn drop -> drop;
      case Statement.Rename rename -> rename;
      case Statement.SetNullable set -> set;
      case Statement.AddIdentity add -> add;
      case Statement.AlterIdentity alter -> alter;
      case Statement.DropIdentity drop -> drop;
      case Statement.DropConstraint drop -> drop;
    };
  }

  private Statement.ColumnDefinition restored(Statement.ColumnDefinition column) {
    return new Statement.ColumnDefinition(
        column.name(),
        column.type(),
        column.constraints().stream().map(this::restored).toList(),
        column.identity());
  }

  private Statement.KeyDefinition restored(Statement.KeyDefinition key) {
    return new Statement.KeyDefinition(
        key.kind(), key.name(), key.columns(), restored(key.expression()), key.reference());
  }

  private Statement restored(Statement.CreateIndex create) {
    Statement.Written predicate = create.predicate();
    return new Statement.CreateIndex(
        create.name(),
        create.ifNotExists(),
        create.unique(),
        create.table(),
        create.elements().stream()
            .map(element ->
                new Statement.IndexElement(
                    present(element.expression()), element.descending(), element.nullsFirst()))
            .toList(),
        predicate == null ? null : present(predicate));
  }

  private Statement.ColumnConstraint restored(Statement.ColumnConstraint constraint) {
    return new Statement.ColumnConstraint(
        constraint.kind(),
        constraint.name(),
        restored(constraint.expression()),
        constraint.reference());
  }

  private Statement.@Nullable Written restored(Statement.@Nullable Written expression) {
    return expression == null
        ? null
        : new Statement.Written(present(expression.tree()), expression.from(), expression.next());
  }

  private List<String> words(List<String> words) {
    return words.stream().map(this::word).toList();
  }

  private @Nullable SqlNode optional(@Nullable SqlNode tree) {
    return tree == null ? null : present(tree);
  }

  @SuppressWarnings("unchecked")
  private <T extends SqlNode> T present(T tree) {
    SqlNode restored = tree.accept(this);
    return restored == null ? tree : (T) restored;
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    Constant constant =
        literal instanceof SqlCharStringLiteral text
            ? find(String.valueOf(text.getValueAs(String.class)))
            : null;
    return constant == null ? literal : node(constant, literal.getParserPosition());
  }

  private static SqlNode node(Constant constant, SqlParserPos at) {
    IntervalFields fields = constant.fields;
    String value = fields == null ? constant.value : fields.restricted(constant.value);
    SqlNode text = SqlLiteral.createCharString(value, at);
    if (constant.type == null) {
      return text;
    }
    SqlIdentifier name = new SqlIdentifier(constant.type, at);
    SqlDataTypeSpec type = new SqlDataTypeSpec(new SqlUserDefinedTypeNameSpec(name, at), at);
    return SqlStdOperatorTable.CAST.createCall(at, text, type);
  }

  @Override
  public SqlNode visit(SqlIntervalQualifier qualifier) {
    return qualifier;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    Listening.check();
    return super.visit(call);
  }
}
