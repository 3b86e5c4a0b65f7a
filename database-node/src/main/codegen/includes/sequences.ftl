/** CREATE SEQUENCE [IF NOT EXISTS] name, then options that are read in Java */
SqlNode CreateSequenceStatement() :
{
    final Span s;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<String> words;
}
{
    <CREATE> { s = span(); } <SEQUENCE>
    ifNotExists = IfNotExistsWords()
    name = CompoundIdentifier()
    words = RestOfStatement()
    { return new StatementNode(s.end(this), new Statement.CreateSequence(name, ifNotExists, words)); }
}

/** DROP SEQUENCE [IF EXISTS] name, … [CASCADE | RESTRICT] */
SqlNode DropSequenceStatement() :
{
    final Span s;
    final boolean ifExists;
    final boolean cascade;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); } <SEQUENCE>
    ifExists = IfExistsWords()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    cascade = CascadeWord()
    { return new StatementNode(s.end(this), new Statement.DropSequence(names, ifExists, cascade)); }
}

/** The rest of ALTER SEQUENCE */
Statement AlterSequence() :
{
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlIdentifier to;
    final List<String> words;
}
{
    <SEQUENCE>
    ifExists = IfExistsWords()
    name = CompoundIdentifier()
    (
        LOOKAHEAD({ getToken(1).kind == RENAME })
        <RENAME> <TO> to = SimpleIdentifier()
        { return new Statement.RenameSequence(name, ifExists, to); }
    |
        words = RestOfStatement()
        { return new Statement.AlterSequence(name, ifExists, words); }
    )
}

/** GENERATED ALWAYS | BY DEFAULT AS IDENTITY [( options )] */
Statement.Identity Identity() :
{
    final boolean always;
    List<String> words = new ArrayList<String>();
}
{
    <GENERATED>
    always = AlwaysWords()
    <AS> <IDENTITY>
    [ LOOKAHEAD(<LPAREN>) <LPAREN> words = WordsInParentheses() <RPAREN> ]
    { return new Statement.Identity(always, words); }
}

boolean AlwaysWords() :
{
}
{
    <ALWAYS> { return true; }
|
    <BY> <DEFAULT_> { return false; }
}

/** All tokens before the parenthesis that closes. */
JAVACODE
List<String> WordsInParentheses() {
    final List<String> words = new ArrayList<String>();
    while (getToken(1).kind != EOF && getToken(1).kind != RPAREN) {
        words.add(getNextToken().image);
    }
    return words;
}

/** OVERRIDING SYSTEM VALUE | USER VALUE */
Statement.Overriding Overriding() :
{
    final Statement.Overriding overriding;
}
{
    <OVERRIDING>
    ( <SYSTEM> { overriding = Statement.Overriding.SYSTEM; } | <USER> { overriding = Statement.Overriding.USER; } )
    <VALUE>
    { return overriding; }
}

/** What ALTER TABLE does to an identity: ADD GENERATED, DROP IDENTITY, and words that are read in Java */
void IdentityAction(SqlIdentifier column, List<Statement.AlterAction> actions) :
{
    final Statement.Identity identity;
    final boolean ifExists;
    final List<String> words;
}
{
    <ADD> identity = Identity() { actions.add(new Statement.AddIdentity(column, identity)); }
|
    <DROP> <IDENTITY> ifExists = IfExistsWords() { actions.add(new Statement.DropIdentity(column, ifExists)); }
|
    words = WordsOfAction()
    { actions.add(new Statement.AlterIdentity(column, words)); }
}

/** All tokens of an action of ALTER TABLE. */
JAVACODE
List<String> WordsOfAction() {
    final List<String> words = new ArrayList<String>();
    while (getToken(1).kind != EOF && getToken(1).kind != SEMICOLON && getToken(1).kind != COMMA) {
        words.add(getNextToken().image);
    }
    return words;
}
