/**
 * What stands behind SELECT DISTINCT ON: the parentheses, and the first item of the select list. The word DISTINC_ is what
 * GrammarText makes of DISTINCT ON.
 */
SqlNode DistinctOn() :
{
    final Span s;
    final List<SqlNode> keys = new ArrayList<SqlNode>();
    final SqlNode first;
}
{
    <DISTINC_> { s = span(); }
    <LPAREN>
    AddExpression(keys, ExprContext.ACCEPT_SUB_QUERY)
    ( <COMMA> AddExpression(keys, ExprContext.ACCEPT_SUB_QUERY) )*
    <RPAREN>
    first = SelectExpression()
    { return DistinctOnOperator.INSTANCE.createCall(s.end(this), new SqlNodeList(keys, s.pos()), first); }
}

/** WITH … INSERT | UPDATE | DELETE */
SqlNode WithChangeStatement() :
{
    final SqlNodeList with;
    final SqlNode change;
}
{
    (
        LOOKAHEAD({ WithQueries.kindBehind(this) == INSERT })
        with = WithList() change = InsertStatement(with)
    |
        LOOKAHEAD({ WithQueries.kindBehind(this) == UPDATE })
        with = WithList() change = UpdateStatement(with)
    |
        LOOKAHEAD({ WithQueries.kindBehind(this) == DELETE })
        with = WithList() change = DeleteStatement(with)
    )
    { return change; }
}
