/** CREATE MATERIALIZED VIEW [IF NOT EXISTS] name [( columns )] AS query */
SqlNode CreateMaterializedViewStatement() :
{
    final Span s;
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final Token first;
    final SqlNode query;
    SqlParserPos next = Statement.Written.END;
}
{
    <CREATE> { s = span(); } <MATERIALIZED> <VIEW>
    ifNotExists = IfNotExistsWords()
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> { first = getToken(1); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    [
        <WITH> { next = getPos(); }
        <DATA>
    ]
    {
        return new StatementNode(s.end(this), new Statement.CreateMaterializedView(name, ifNotExists, columns,
            new Statement.Written(query, new SqlParserPos(first.beginLine, first.beginColumn), next)));
    }
}

/** DROP MATERIALIZED VIEW [IF EXISTS] name, … [CASCADE | RESTRICT] */
SqlNode DropMaterializedViewStatement() :
{
    final Span s;
    final boolean ifExists;
    final boolean cascade;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); } <MATERIALIZED> <VIEW>
    ifExists = IfExistsWords()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    cascade = CascadeWord()
    { return new StatementNode(s.end(this), new Statement.DropMaterializedView(names, ifExists, cascade)); }
}

/** REFRESH MATERIALIZED VIEW [CONCURRENTLY] name [WITH DATA] */
SqlNode RefreshMaterializedViewStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <REFRESH> { s = span(); } <MATERIALIZED> <VIEW>
    [ <CONCURRENTLY> ]
    name = CompoundIdentifier()
    [ <WITH> <DATA> ]
    { return new StatementNode(s.end(this), new Statement.RefreshMaterializedView(name)); }
}
