boolean CascadeWord() :
{
}
{
    <CASCADE> { return true; }
|
    [ <RESTRICT> ] { return false; }
}

/** CREATE [OR REPLACE] VIEW name [( columns )] AS query */
SqlNode CreateViewStatement() :
{
    final Span s;
    boolean replace = false;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final Token first;
    final SqlNode query;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { replace = true; } ]
    <VIEW> name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> { first = getToken(1); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new StatementNode(s.end(this), new Statement.CreateView(name, replace, columns,
            new Statement.Written(query, new SqlParserPos(first.beginLine, first.beginColumn), Statement.Written.END)));
    }
}

/** DROP VIEW [IF EXISTS] name, … [CASCADE | RESTRICT] */
SqlNode DropViewStatement() :
{
    final Span s;
    final boolean ifExists;
    final boolean cascade;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); } <VIEW>
    ifExists = IfExistsWords()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    cascade = CascadeWord()
    { return new StatementNode(s.end(this), new Statement.DropView(names, ifExists, cascade)); }
}
