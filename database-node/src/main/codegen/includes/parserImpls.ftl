<#-- Productions of our own statements; see config.fmpp. Each gives a StatementNode. -->

/** x :: type */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec dt;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
    }
    dt = DataType() {
        list.add(
            new SqlParserUtil.ToTreeListItem(
                org.apache.calcite.sql.fun.SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(dt);
    }
}

/** x || y, which binds less closely than x + y */
void Concatenation(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <CONCATENATE> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(ConcatenationOperator.INSTANCE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

void AtTimeZone(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <AT> <TIME> <ZONE> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(AtTimeZoneOperator.INSTANCE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** x ^ y, which binds closer than x * y */
void Power(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <CARET> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(PowerOperator.INSTANCE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** INTERVAL [(digits)] [DAY [TO SECOND]]: what restricts it becomes part of the name. */
SqlTypeNameSpec IntervalTypeName() :
{
    final Span s;
    String name = "interval";
}
{
    <INTERVAL> { s = span(); }
    [
        LOOKAHEAD(2)
        <LPAREN> <UNSIGNED_INTEGER_LITERAL> <RPAREN> { name = "interval with digits"; }
    |
        LOOKAHEAD(1)
        IntervalQualifier() { name = "interval with fields"; }
    ]
    {
        return new SqlUserDefinedTypeNameSpec(new SqlIdentifier(name, s.pos()), s.end(this));
    }
}

boolean IfNotExistsWords() :
{
}
{
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { return true; } ]
    { return false; }
}

boolean IfExistsWords() :
{
}
{
    [ LOOKAHEAD(2) <IF> <EXISTS> { return true; } ]
    { return false; }
}

/** CREATE TABLE [IF NOT EXISTS] name ( … ) [PARTITION BY HASH ( column )] */
SqlNode CreateTableStatement() :
{
    final Span s;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<Statement.ColumnDefinition> columns = new ArrayList<Statement.ColumnDefinition>();
    final List<Statement.KeyDefinition> keys = new ArrayList<Statement.KeyDefinition>();
    SqlIdentifier partitionColumn = null;
}
{
    <CREATE> { s = span(); } <TABLE>
    ifNotExists = IfNotExistsWords()
    name = CompoundIdentifier()
    <LPAREN>
    TableElement(columns, keys)
    ( <COMMA> TableElement(columns, keys) )*
    <RPAREN>
    [ <PARTITION> <BY> <HASH> <LPAREN> partitionColumn = SimpleIdentifier() <RPAREN> ]
    {
        return new StatementNode(s.end(this),
            new Statement.CreateTable(name, ifNotExists, columns, keys, partitionColumn));
    }
}

void TableElement(List<Statement.ColumnDefinition> columns, List<Statement.KeyDefinition> keys) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final List<Statement.ColumnConstraint> constraints = new ArrayList<Statement.ColumnConstraint>();
    SqlIdentifier constraint = null;
    Statement.Identity identity = null;
}
{
    LOOKAHEAD(3)
    [ <CONSTRAINT> constraint = SimpleIdentifier() ]
    TableConstraint(constraint, keys)
|
    name = SimpleIdentifier()
    type = DataType()
    ( ColumnConstraint(constraints) | identity = Identity() )*
    { columns.add(new Statement.ColumnDefinition(name, type, constraints, identity)); }
}

void ColumnConstraint(List<Statement.ColumnConstraint> constraints) :
{
    SqlIdentifier name = null;
    final String kind;
    Statement.ForeignReference reference = null;
    Statement.Written expression = null;
}
{
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    (
        <NOT> <NULL> { kind = "NOT NULL"; }
    |   <NULL> { kind = "NULL"; }
    |   <PRIMARY> <KEY> { kind = "PRIMARY KEY"; }
    |   <UNIQUE> { kind = "UNIQUE"; }
    |   <DEFAULT_> expression = WrittenExpression() { kind = "DEFAULT"; }
    |   <CHECK> <LPAREN> expression = WrittenExpression() <RPAREN> { kind = "CHECK"; }
    |   reference = ForeignReference() { kind = "REFERENCES"; }
    )
    { constraints.add(new Statement.ColumnConstraint(kind, name, expression, reference)); }
}

/**
 * An expression, and where it is written. What it ends with may be shorter here than in the text of the user, so that only
 * the word behind it tells where it ends.
 */
Statement.Written WrittenExpression() :
{
    final Token first;
    final SqlNode tree;
}
{
    { first = getToken(1); }
    tree = Expression(ExprContext.ACCEPT_SUB_QUERY)
    {
        return new Statement.Written(tree,
            new SqlParserPos(first.beginLine, first.beginColumn),
            getToken(1).kind == EOF
                ? Statement.Written.END
                : new SqlParserPos(getToken(1).beginLine, getToken(1).beginColumn));
    }
}

void TableConstraint(SqlIdentifier name, List<Statement.KeyDefinition> keys) :
{
    final Statement.ForeignReference reference;
    final SqlNodeList columns;
    final Statement.Written condition;
}
{
    <PRIMARY> <KEY> columns = ParenthesizedSimpleIdentifierList()
    { keys.add(new Statement.KeyDefinition("PRIMARY KEY", name, columns, null, null)); }
|
    <UNIQUE> columns = ParenthesizedSimpleIdentifierList()
    { keys.add(new Statement.KeyDefinition("UNIQUE", name, columns, null, null)); }
|
    <CHECK> <LPAREN> condition = WrittenExpression() <RPAREN>
    { keys.add(new Statement.KeyDefinition("CHECK", name, SqlNodeList.EMPTY, condition, null)); }
|
    <FOREIGN> <KEY> columns = ParenthesizedSimpleIdentifierList()
    reference = ForeignReference()
    { keys.add(new Statement.KeyDefinition("FOREIGN KEY", name, columns, null, reference)); }
}

/** CREATE [UNIQUE] INDEX [IF NOT EXISTS] [name] ON table [USING btree] ( element, … ) [WHERE …] */
SqlNode CreateIndexStatement() :
{
    final Span s;
    boolean unique = false;
    boolean ifNotExists = false;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final List<Statement.IndexElement> elements = new ArrayList<Statement.IndexElement>();
    Statement.Written predicate = null;
}
{
    <CREATE> { s = span(); }
    [ <UNIQUE> { unique = true; } ]
    <INDEX>
    ifNotExists = IfNotExistsWords()
    [ name = SimpleIdentifier() ]
    <ON> table = CompoundIdentifier()
    [ <USING> <BTREE> ]
    <LPAREN> IndexElement(elements) ( <COMMA> IndexElement(elements) )* <RPAREN>
    [ <WHERE> predicate = WrittenExpression() ]
    {
        return new StatementNode(s.end(this),
            new Statement.CreateIndex(name, ifNotExists, unique, table, elements, predicate));
    }
}

/** column | expression [ASC | DESC] [NULLS FIRST | LAST] */
void IndexElement(List<Statement.IndexElement> elements) :
{
    final Statement.Written expression;
    Boolean descending = null;
    Boolean nullsFirst = null;
}
{
    expression = WrittenExpression()
    [ <ASC> { descending = false; } | <DESC> { descending = true; } ]
    [ <NULLS> ( <FIRST> { nullsFirst = true; } | <LAST> { nullsFirst = false; } ) ]
    { elements.add(new Statement.IndexElement(expression, descending, nullsFirst)); }
}

/** DROP TABLE and DROP INDEX */
SqlNode DropStatement() :
{
    final Span s;
    final boolean table;
    final boolean ifExists;
    final boolean cascade;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); }
    ( <TABLE> { table = true; } | <INDEX> { table = false; } )
    ifExists = IfExistsWords()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    cascade = CascadeWord()
    {
        return new StatementNode(s.end(this), new Statement.Drop(table, names, ifExists, cascade));
    }
}

/** COPY table [( … )] | ( query ) FROM STDIN | TO STDOUT, then its options, in either style */
SqlNode CopyStatement() :
{
    final Span s;
    SqlIdentifier table = null;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode query = null;
    final boolean from;
    final List<String> words;
}
{
    <COPY> { s = span(); }
    (
        table = CompoundIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
    |
        <LPAREN> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) <RPAREN>
    )
    ( <FROM> { from = true; } | <TO> { from = false; } )
    words = RestOfStatement()
    {
        return new StatementNode(s.end(this), new Statement.Copy(table, columns, query, from, words));
    }
}

SqlNode ExplainStatement() :
{
    final Span s;
    final SqlNode statement;
    boolean analyze = false;
}
{
    <EXPLAIN> { s = span(); }
    [
        <ANALYZE> { analyze = true; }
    |
        LOOKAHEAD(<LPAREN> <ANALYZE>) <LPAREN> <ANALYZE> <RPAREN> { analyze = true; }
    ]
    statement = SqlStmt()
    {
        return new StatementNode(s.end(this), new Statement.Explain(statement, analyze));
    }
}

/** The word RETURNING, which no alias is: see GrammarText. */
SqlNodeList Returning() :
{
    final List<SqlNode> items = new ArrayList<SqlNode>();
    final Span s;
}
{
    <RETURNIN_> { s = span(); }
    AddSelectItem(items)
    ( <COMMA> AddSelectItem(items) )*
    { return new SqlNodeList(items, s.addAll(items).pos()); }
}

/** INSERT INTO name [AS alias] [(columns)] query | DEFAULT VALUES [ON CONFLICT …] [RETURNING …] */
SqlNode InsertStatement(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final SqlNode source;
    Statement.OnConflict conflict = null;
    Statement.Overriding overriding = Statement.Overriding.NONE;
    SqlNodeList returning = SqlNodeList.EMPTY;
}
{
    <INSERT> { s = span(); } <INTO> table = CompoundIdentifier()
    [ <AS> alias = SimpleIdentifier() ]
    (
        <DEFAULT_> <VALUES>
        {
            source = SqlStdOperatorTable.VALUES.createCall(s.end(this),
                SqlStdOperatorTable.ROW.createCall(s.end(this)));
        }
    |
        [ LOOKAHEAD(<LPAREN> SimpleIdentifier()) columns = ParenthesizedSimpleIdentifierList() ]
        [ overriding = Overriding() ]
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    [ conflict = OnConflict() ]
    [ returning = Returning() ]
    {
        return new StatementNode(s.end(this),
            new Statement.Insert(table, alias, columns, overriding, WithQueries.of(with, source), conflict, returning));
    }
}

/** ON CONFLICT [(columns) | ON CONSTRAINT name] DO NOTHING | UPDATE SET … [WHERE …] */
Statement.OnConflict OnConflict() :
{
    SqlNodeList target = SqlNodeList.EMPTY;
    SqlNode predicate = null;
    SqlIdentifier constraint = null;
    final List<Statement.SetClause> set = new ArrayList<Statement.SetClause>();
    SqlNode where = null;
}
{
    <ON> <CONFLICT>
    [
        target = ConflictTarget() [ predicate = Where() ]
    |
        <ON> <CONSTRAINT> constraint = SimpleIdentifier()
    ]
    <DO>
    (
        <NOTHING>
    |
        <UPDATE> <SET> SetClause(set) ( <COMMA> SetClause(set) )* [ where = Where() ]
    )
    { return new Statement.OnConflict(target, predicate, constraint, set, where); }
}

SqlNodeList ConflictTarget() :
{
    final List<SqlNode> keys = new ArrayList<SqlNode>();
    SqlNode key;
    final Span s;
}
{
    <LPAREN> { s = span(); }
    key = Expression(ExprContext.ACCEPT_NON_QUERY) { keys.add(key); }
    ( <COMMA> key = Expression(ExprContext.ACCEPT_NON_QUERY) { keys.add(key); } )*
    <RPAREN>
    { return new SqlNodeList(keys, s.end(this)); }
}

/** UPDATE name [[AS] alias] SET … [FROM …] [WHERE condition] [RETURNING …] */
SqlNode UpdateStatement(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final List<Statement.SetClause> set = new ArrayList<Statement.SetClause>();
    SqlNode from = null;
    SqlNode where = null;
    SqlNodeList returning = SqlNodeList.EMPTY;
}
{
    <UPDATE> { s = span(); }
    table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET> SetClause(set) ( <COMMA> SetClause(set) )*
    [ <FROM> from = FromClause() ]
    [ where = Where() ]
    [ returning = Returning() ]
    {
        return new StatementNode(s.end(this),
            new Statement.Update(with, table, alias, set, from, where, returning));
    }
}

/** column = expression | DEFAULT, and (column, …) = [ROW] (expression, …) | (query) */
void SetClause(List<Statement.SetClause> set) :
{
    final SqlIdentifier column;
    final SqlNode value;
    final SqlNodeList columns;
    final SqlNodeList values;
}
{
    column = CompoundIdentifier() <EQ>
    ( value = Default() | value = Expression(ExprContext.ACCEPT_SUB_QUERY) )
    { set.add(new Statement.SetClause(SqlNodeList.of(column), SqlNodeList.of(value))); }
|
    columns = ParenthesizedSimpleIdentifierList() <EQ> [ <ROW> ]
    values = ParenthesizedQueryOrCommaListWithDefault(ExprContext.ACCEPT_SUB_QUERY)
    { set.add(new Statement.SetClause(columns, values)); }
}

/** DELETE FROM name [[AS] alias] [USING …] [WHERE condition] [RETURNING …] */
SqlNode DeleteStatement(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode using = null;
    SqlNode where = null;
    SqlNodeList returning = SqlNodeList.EMPTY;
}
{
    <DELETE> { s = span(); } <FROM> table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    [ <USING> using = FromClause() ]
    [ where = Where() ]
    [ returning = Returning() ]
    {
        return new StatementNode(s.end(this),
            new Statement.Delete(with, table, alias, using, where, returning));
    }
}

/** Statements that the session carries out; what follows their first word is read in Java. */
SqlNode SessionStatement() :
{
    final Span s;
    final String word;
    final List<String> words;
}
{
    ( <SHOW> | <BEGIN> | <START> | <COMMIT> | <END> | <ROLLBACK> | <ABORT> | <SAVEPOINT> | <RELEASE> | <DISCARD> | <DEALLOCATE> )
    { s = span(); word = token.image; }
    words = RestOfStatement()
    {
        return new StatementNode(s.end(this), new Statement.SessionWords(Words.upper(word), words));
    }
}

/** SET and RESET */
StatementNode SetStatement(Span s, String scope) :
{
    final String word;
    final List<String> words;
}
{
    ( <SET> | <RESET> )
    { s.add(this); word = token.image; }
    words = RestOfStatement()
    {
        return new StatementNode(s.end(this), new Statement.SessionWords(Words.upper(word), words));
    }
}

/** All tokens up to the end of the statement, as written. */
JAVACODE
List<String> RestOfStatement() {
    final List<String> words = new ArrayList<String>();
    while (getToken(1).kind != EOF && getToken(1).kind != SEMICOLON) {
        words.add(getNextToken().image);
    }
    return words;
}

/** Statements on procedures and jars. They begin as others do, and are told by the word behind CREATE [OR REPLACE] or DROP. */
SqlNode ProcedureStatement() :
{
    final SqlNode statement;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == CREATE && getToken(getToken(2).kind == OR ? 4 : 2).kind == PROCEDURE })
        statement = CreateProcedure()
    |
        LOOKAHEAD({ getToken(1).kind == CREATE && getToken(getToken(2).kind == OR ? 4 : 2).kind == JAR })
        statement = CreateJar()
    |
        LOOKAHEAD({ getToken(1).kind == DROP && (getToken(2).kind == PROCEDURE || getToken(2).kind == JAR) })
        statement = DropProcedures()
    )
    { return statement; }
}

boolean OrReplaceWords() :
{
}
{
    [ <OR> <REPLACE> { return true; } ]
    { return false; }
}

/** CREATE [OR REPLACE] PROCEDURE name ( … ), then its clauses in any order */
SqlNode CreateProcedure() :
{
    final Span s;
    final boolean replace;
    final SqlIdentifier name;
    final List<Statement.TypedName> parameters = new ArrayList<Statement.TypedName>();
    List<Statement.TypedName> answer = null;
    SqlIdentifier partition = null;
    SqlIdentifier language = null;
    SqlNode body = null;
    SqlNode jar = null;
    SqlDataTypeSpec type;
}
{
    <CREATE> { s = span(); } replace = OrReplaceWords() <PROCEDURE>
    name = CompoundIdentifier()
    <LPAREN> [ TypedName(parameters) ( <COMMA> TypedName(parameters) )* ] <RPAREN>
    (
        <RETURNS>
        { answer = new ArrayList<Statement.TypedName>(); }
        (
            <TABLE> <LPAREN> TypedName(answer) ( <COMMA> TypedName(answer) )* <RPAREN>
        |
            type = DataType() { answer.add(new Statement.TypedName(null, type)); }
        )
    |
        <PARTITION> <BY> <LPAREN> partition = SimpleIdentifier() <RPAREN>
    |
        <LANGUAGE> language = SimpleIdentifier()
    |
        <AS> body = StringLiteral()
    |
        <USING> <JAR> ( jar = StringLiteral() | jar = SimpleIdentifier() )
    )*
    {
        return new StatementNode(s.end(this),
            new Statement.CreateProcedure(name, replace, parameters, answer, partition, language, body, jar));
    }
}

void TypedName(List<Statement.TypedName> names) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    type = DataType()
    { names.add(new Statement.TypedName(name, type)); }
}

/** CREATE [OR REPLACE] JAR name AS constant | $1 */
SqlNode CreateJar() :
{
    final Span s;
    final boolean replace;
    final SqlIdentifier name;
    final SqlNode contents;
}
{
    <CREATE> { s = span(); } replace = OrReplaceWords() <JAR>
    name = SimpleIdentifier()
    <AS> contents = Expression(ExprContext.ACCEPT_NON_QUERY)
    {
        return new StatementNode(s.end(this), new Statement.CreateJar(name, replace, contents));
    }
}

/** DROP PROCEDURE | JAR [IF EXISTS] name, … */
SqlNode DropProcedures() :
{
    final Span s;
    final boolean procedure;
    final boolean ifExists;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); }
    ( <PROCEDURE> { procedure = true; } | <JAR> { procedure = false; } )
    ifExists = IfExistsWords()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    {
        return new StatementNode(s.end(this), new Statement.DropProcedures(procedure, names, ifExists));
    }
}
