/** TRUNCATE [TABLE] [ONLY] name, … [CONTINUE | RESTART IDENTITY] [RESTRICT] */
SqlNode TruncateStatement() :
{
    final Span s;
    final List<SqlIdentifier> tables = new ArrayList<SqlIdentifier>();
    SqlIdentifier table;
    boolean restart = false;
}
{
    <TRUNCATE> { s = span(); }
    [ <TABLE> ]
    table = CompoundIdentifier() { tables.add(table); }
    ( <COMMA> table = CompoundIdentifier() { tables.add(table); } )*
    [ LOOKAHEAD(2) <CONTINUE> <IDENTITY> | LOOKAHEAD(2) <RESTART> <IDENTITY> { restart = true; } ]
    [ <RESTRICT> ]
    {
        return new StatementNode(s.end(this), new Statement.Truncate(tables, restart));
    }
}

/** ALTER TABLE [IF EXISTS] [ONLY] name action, …; ALTER INDEX [IF EXISTS] name RENAME TO name */
SqlNode AlterStatement() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlIdentifier to;
    final Statement sequence;
    final List<Statement.AlterAction> actions = new ArrayList<Statement.AlterAction>();
}
{
    <ALTER> { s = span(); }
    (
        sequence = AlterSequence()
        { return new StatementNode(s.end(this), sequence); }
    |
        <INDEX>
        ifExists = IfExistsWords()
        name = CompoundIdentifier()
        <RENAME> <TO> to = SimpleIdentifier()
        { return new StatementNode(s.end(this), new Statement.RenameIndex(name, ifExists, to)); }
    |
        <TABLE>
        ifExists = IfExistsWords()
        name = CompoundIdentifier()
        (
            RenameAction(actions)
        |
            AlterAction(actions) ( <COMMA> AlterAction(actions) )*
        )
        { return new StatementNode(s.end(this), new Statement.AlterTable(name, ifExists, actions)); }
    )
}

void RenameAction(List<Statement.AlterAction> actions) :
{
    SqlIdentifier from = null;
    boolean constraint = false;
    final SqlIdentifier to;
}
{
    <RENAME>
    [
        LOOKAHEAD(2)
        <CONSTRAINT> from = SimpleIdentifier() { constraint = true; }
    |
        LOOKAHEAD({ getToken(1).kind != TO })
        [ LOOKAHEAD({ getToken(1).kind == COLUMN && getToken(2).kind != TO }) <COLUMN> ]
        from = SimpleIdentifier()
    ]
    <TO> to = SimpleIdentifier()
    { actions.add(new Statement.Rename(from, constraint, to)); }
}

void AlterAction(List<Statement.AlterAction> actions) :
{
}
{
    <ADD> AddAction(actions)
|
    <DROP> DropAction(actions)
|
    <ALTER> ColumnAction(actions)
}

void AddAction(List<Statement.AlterAction> actions) :
{
    SqlIdentifier name = null;
    boolean ifNotExists = false;
    final SqlDataTypeSpec type;
    final List<Statement.KeyDefinition> keys = new ArrayList<Statement.KeyDefinition>();
    final List<Statement.ColumnConstraint> constraints = new ArrayList<Statement.ColumnConstraint>();
    Statement.Identity identity = null;
}
{
    LOOKAHEAD({ getToken(1).kind == CONSTRAINT || getToken(1).kind == PRIMARY || getToken(1).kind == UNIQUE
        || getToken(1).kind == CHECK || getToken(1).kind == FOREIGN })
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    TableConstraint(name, keys)
    { actions.add(new Statement.AddConstraint(keys.get(0))); }
|
    [ LOOKAHEAD({ getToken(1).kind == COLUMN }) <COLUMN> ]
    ifNotExists = IfNotExistsWords()
    name = SimpleIdentifier()
    type = DataType()
    ( ColumnConstraint(constraints) | identity = Identity() )*
    { actions.add(new Statement.AddColumn(new Statement.ColumnDefinition(name, type, constraints, identity), ifNotExists)); }
}

void DropAction(List<Statement.AlterAction> actions) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    LOOKAHEAD({ getToken(1).kind == CONSTRAINT })
    <CONSTRAINT> ifExists = IfExistsWords() name = SimpleIdentifier() [ <RESTRICT> ]
    { actions.add(new Statement.DropConstraint(name, ifExists)); }
|
    [ LOOKAHEAD({ getToken(1).kind == COLUMN }) <COLUMN> ]
    ifExists = IfExistsWords() name = SimpleIdentifier() [ <RESTRICT> ]
    { actions.add(new Statement.DropColumn(name, ifExists)); }
}

void ColumnAction(List<Statement.AlterAction> actions) :
{
    final SqlIdentifier column;
    final Statement.Written value;
    final SqlDataTypeSpec type;
    SqlNode using = null;
}
{
    [ LOOKAHEAD({ getToken(1).kind == COLUMN }) <COLUMN> ]
    column = SimpleIdentifier()
    (
        LOOKAHEAD({ getToken(1).kind == ADD || getToken(2).kind == IDENTITY || getToken(1).kind == RESTART
            || (getToken(1).kind == SET && getToken(2).kind != DEFAULT_ && getToken(2).kind != NOT && getToken(2).kind != DATA) })
        IdentityAction(column, actions)
    |
        LOOKAHEAD(2)
        <SET> <DEFAULT_> value = WrittenExpression() { actions.add(new Statement.SetDefault(column, value)); }
    |
        LOOKAHEAD(2)
        <SET> <NOT> <NULL> { actions.add(new Statement.SetNullable(column, false)); }
    |
        LOOKAHEAD(2)
        <DROP> <DEFAULT_> { actions.add(new Statement.SetDefault(column, null)); }
    |
        <DROP> <NOT> <NULL> { actions.add(new Statement.SetNullable(column, true)); }
    |
        [ <SET> <DATA> ] <TYPE> type = DataType()
        [ <USING> using = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        { actions.add(new Statement.SetType(column, type, using)); }
    )
}
