/** TRUNCATE [TABLE] [ONLY] name, … [CONTINUE IDENTITY] [RESTRICT] */
SqlNode TruncateStatement() :
{
    final Span s;
    final List<SqlIdentifier> tables = new ArrayList<SqlIdentifier>();
    SqlIdentifier table;
}
{
    <TRUNCATE> { s = span(); }
    [ <TABLE> ]
    table = CompoundIdentifier() { tables.add(table); }
    ( <COMMA> table = CompoundIdentifier() { tables.add(table); } )*
    [ LOOKAHEAD(2) <CONTINUE> <IDENTITY> ]
    [ <RESTRICT> ]
    {
        return new StatementNode(s.end(this), new Statement.Truncate(tables));
    }
}
