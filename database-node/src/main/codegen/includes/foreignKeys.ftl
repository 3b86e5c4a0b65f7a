/** REFERENCES table [( columns )] [MATCH …] [ON DELETE …] [ON UPDATE …] [[NOT] DEFERRABLE …] */
Statement.ForeignReference ForeignReference() :
{
    final SqlIdentifier table;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final List<String> words = new ArrayList<String>();
}
{
    <REFERENCES> table = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    ( ForeignReferenceWords(words) )*
    { return new Statement.ForeignReference(table, columns, words); }
}

/** One clause behind the columns, as upper-case words. */
void ForeignReferenceWords(List<String> words) :
{
    String event;
}
{
    <MATCH> ( <SIMPLE> { words.add("MATCH SIMPLE"); } | <FULL> { words.add("MATCH FULL"); } | <PARTIAL> { words.add("MATCH PARTIAL"); } )
|
    <ON> ( <DELETE> { event = "ON DELETE "; } | <UPDATE> { event = "ON UPDATE "; } )
    (
        <NO> <ACTION> { words.add(event + "NO ACTION"); }
    |   <RESTRICT> { words.add(event + "RESTRICT"); }
    |   <CASCADE> { words.add(event + "CASCADE"); }
    |   LOOKAHEAD(2) <SET> <NULL> { words.add(event + "SET NULL"); }
    |   <SET> <DEFAULT_> { words.add(event + "SET DEFAULT"); }
    )
|
    LOOKAHEAD(2) <NOT> <DEFERRABLE> { words.add("NOT DEFERRABLE"); }
|
    <DEFERRABLE> { words.add("DEFERRABLE"); }
|
    <INITIALLY> ( <DEFERRED> { words.add("INITIALLY DEFERRED"); } | <IMMEDIATE> { words.add("INITIALLY IMMEDIATE"); } )
}
