-- Procedures in SQL.

CREATE TABLE contestants (number integer PRIMARY KEY, name text);
--| CREATE TABLE
CREATE TABLE votes (phone bigint, n integer, contestant integer, PRIMARY KEY (phone, n)) PARTITION BY HASH (phone);
--| CREATE TABLE
INSERT INTO contestants VALUES (1, 'Ada'), (2, 'Grace');
--| INSERT 0 2

CREATE PROCEDURE vote(phone bigint, moment integer, choice integer) PARTITION BY (phone) LANGUAGE SQL AS $$
  INSERT INTO votes VALUES ($1, moment, choice);
  SELECT count(*) AS so_far FROM votes WHERE votes.phone = vote.phone;
$$;
--| CREATE PROCEDURE

CALL vote(555, 1, 2);
--| so_far
--| ------
--|      1
--| CALL
CALL vote(555, 2, 1);
--| so_far
--| ------
--|      2
--| CALL
CALL vote(556, 1, 1);
--| so_far
--| ------
--|      1
--| CALL
SELECT * FROM vote(556, 2, 2);
--| so_far
--| ------
--|      2
CALL vote(556, 2, 2);
--| ERROR 23505: duplicate key value violates unique constraint (table: votes, constraint: votes_pkey)
SELECT phone, n, contestant FROM votes ORDER BY phone, n;
--| phone | n | contestant
--| ------+---+-----------
--|   555 | 1 |          2
--|   555 | 2 |          1
--|   556 | 1 |          1
--|   556 | 2 |          2

EXPLAIN CALL vote(1, 2, 3);
--| QUERY PLAN
--| -------------------------------------
--| Call[vote] OnePartition[1]
--|   Insert[votes] OnePartition[$1]
--|     Values[1 rows]
--|   OnePartition[$1]
--|     Aggregate[COMPLETE, by : COUNT()]
--|       KeyScan[votes, = $1]

-- A name that is a column's means the column.
CREATE PROCEDURE mine(phone bigint) PARTITION BY (phone) LANGUAGE SQL AS $$ SELECT count(*) FROM votes WHERE phone = phone $$;
--| ERROR 0A000 at 77: a statement of a procedure of one partition is not bound to that partition (partition parameter: phone)
--| HINT: Compare the partition column with the parameter, or declare the procedure without PARTITION BY.
CREATE PROCEDURE mine(id bigint) PARTITION BY (id) LANGUAGE SQL AS $$ SELECT count(*) FROM votes WHERE phone = id $$;
--| CREATE PROCEDURE
CALL mine(556);
--| count
--| -----
--|     2
--| CALL

-- Of all partitions.
CREATE PROCEDURE totals() RETURNS TABLE (name text, votes bigint) LANGUAGE SQL AS $$
  SELECT c.name, count(*) FROM votes v JOIN contestants c ON c.number = v.contestant GROUP BY c.name ORDER BY 1;
$$;
--| CREATE PROCEDURE
CALL totals();
--| name  | votes
--| ------+------
--| Ada   |     2
--| Grace |     2
--| CALL
SELECT * FROM totals();
--| name  | votes
--| ------+------
--| Ada   |     2
--| Grace |     2
SELECT name FROM totals();
--| ERROR 0A000: the rows of a procedure are taken as they are
--| HINT: Write SELECT * FROM procedure(…) without other clauses, or CALL.
EXPLAIN CALL totals();
--| QUERY PLAN
--| --------------------------------------------
--| Call[totals] AllPartitions
--|   AllPartitions
--|     Sort[#0]
--|       Aggregate[FINAL, by #0: COUNT(#1)]
--|         Gather
--|           Aggregate[PARTIAL, by #0: COUNT()]
--|             Project[#2]
--|               HashJoin[INNER, #0 = #0]
--|                 Scan[votes]
--|                 Scan[contestants]

CREATE PROCEDURE rename_contestant(which integer, new_name text) RETURNS text LANGUAGE SQL AS $$
  UPDATE contestants SET name = new_name WHERE number = which;
  SELECT name FROM contestants WHERE number = which;
$$;
--| CREATE PROCEDURE
CALL rename_contestant(2, 'Grace H.');
--| rename_contestant
--| -----------------
--| Grace H.
--| CALL
CALL rename_contestant(7, 'nobody');
--| rename_contestant
--| -----------------
--| ∅
--| CALL
CALL rename_contestant('2', 'Gr' || 'ace');
--| rename_contestant
--| -----------------
--| Grace
--| CALL

CREATE PROCEDURE first_votes(most integer) LANGUAGE SQL AS $$ SELECT phone, n FROM votes ORDER BY phone, n LIMIT most $$;
--| CREATE PROCEDURE
CALL first_votes(3);
--| phone | n
--| ------+--
--|   555 | 1
--|   555 | 2
--|   556 | 1
--| CALL
CALL first_votes(1 + 1);
--| phone | n
--| ------+--
--|   555 | 1
--|   555 | 2
--| CALL

-- Returns nothing.
CREATE PROCEDURE forget(who bigint) PARTITION BY (who) LANGUAGE SQL AS 'DELETE FROM votes WHERE phone = who';
--| CREATE PROCEDURE
CALL forget(556);
--| CALL
CALL mine(556);
--| count
--| -----
--|     0
--| CALL

-- All of it or nothing.
CREATE PROCEDURE twice(who bigint) PARTITION BY (who) LANGUAGE SQL AS $$
  INSERT INTO votes VALUES (who, 77, 1);
  INSERT INTO votes VALUES (who, 77, 1);
$$;
--| CREATE PROCEDURE
CALL twice(999);
--| ERROR 23505: duplicate key value violates unique constraint (table: votes, constraint: votes_pkey)
CALL mine(999);
--| count
--| -----
--|     0
--| CALL

-- The system catalog knows them.
SELECT proname, prokind, pronargs FROM pg_proc ORDER BY proname;
--| proname           | prokind | pronargs
--| ------------------+---------+---------
--| first_votes       | p       |        1
--| forget            | p       |        1
--| mine              | p       |        1
--| rename_contestant | p       |        2
--| totals            | p       |        0
--| twice             | p       |        1
--| vote              | p       |        3
SELECT routine_name, routine_type, data_type, external_language FROM information_schema.routines ORDER BY 1;
--| routine_name      | routine_type | data_type | external_language
--| ------------------+--------------+-----------+------------------
--| first_votes       | PROCEDURE    | ∅         | SQL
--| forget            | PROCEDURE    | ∅         | SQL
--| mine              | PROCEDURE    | ∅         | SQL
--| rename_contestant | PROCEDURE    | text      | SQL
--| totals            | PROCEDURE    | ∅         | SQL
--| twice             | PROCEDURE    | ∅         | SQL
--| vote              | PROCEDURE    | ∅         | SQL

-- Mistakes are told where they stand, when it is created.
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL AS $$
  SELECT 1;
  SELECT b FROM votes WHERE phone = a;
$$;
--| ERROR 42703 at 74: the column does not exist (name: b)
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL AS $$ SELEC 1 $$;
--| ERROR 42601 at 53: syntax error at or near (near: SELEC)
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL AS $$ SELECT $2 $$;
--| ERROR 42P02 at 53: there is no such parameter (parameter: $2)
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL AS $$ BEGIN; COMMIT $$;
--| ERROR 0A000 at 53: a procedure holds queries and changes of rows, nothing else (statement: BEGIN)
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL AS $$ DROP TABLE votes $$;
--| ERROR 0A000 at 53: a procedure holds queries and changes of rows, nothing else (statement: a change of the schema)
CREATE PROCEDURE wrong(a bigint) LANGUAGE plpgsql AS $$ BEGIN END $$;
--| ERROR 0A000: procedures are in SQL or Java (language: plpgsql)
CREATE PROCEDURE wrong(a bigint) LANGUAGE SQL;
--| ERROR 42P13: a procedure has a LANGUAGE and a body behind AS
CREATE PROCEDURE wrong(a bigint, a text) LANGUAGE SQL AS $$ SELECT 1 $$;
--| ERROR 42P13: a name is used more than once (parameter: a)
CREATE PROCEDURE wrong(a bigint) RETURNS TABLE (x int, y int) LANGUAGE SQL AS $$ SELECT 1 $$;
--| ERROR 42P13: the last statement of the procedure does not give what it returns (columns: 1, returns: 2)
CREATE PROCEDURE wrong(a bigint) PARTITION BY (b) LANGUAGE SQL AS $$ SELECT 1 $$;
--| ERROR 42P13: PARTITION BY names a parameter (name: b)
CREATE PROCEDURE wrong(a numeric) PARTITION BY (a) LANGUAGE SQL AS $$ SELECT 1 $$;
--| ERROR 42P13: a parameter of this type cannot say which partition (parameter: a)
CREATE PROCEDURE totals() LANGUAGE SQL AS $$ SELECT 1 $$;
--| ERROR 42723: the procedure already exists (procedure: totals)

-- Never a silent look at the wrong partition.
CREATE PROCEDURE wrong(a bigint) PARTITION BY (a) LANGUAGE SQL AS $$ SELECT count(*) FROM votes $$;
--| ERROR 0A000 at 70: a statement of a procedure of one partition is not bound to that partition (partition parameter: a)
--| HINT: Compare the partition column with the parameter, or declare the procedure without PARTITION BY.
CREATE PROCEDURE wrong(a bigint) PARTITION BY (a) LANGUAGE SQL AS $$ UPDATE contestants SET name = 'x' $$;
--| ERROR 0A000 at 70: a procedure of one partition cannot change a replicated table (table: contestants)
--| HINT: Declare the procedure without PARTITION BY.
CREATE PROCEDURE elsewhere(a bigint, b bigint) PARTITION BY (a) LANGUAGE SQL AS $$ SELECT count(*) FROM votes WHERE phone = b $$;
--| CREATE PROCEDURE
CALL elsewhere(1, 1);
--| count
--| -----
--|     0
--| CALL
CALL elsewhere(1, 2);
--| ERROR 22023: a statement touches a row of another partition than its procedure runs on (procedure: elsewhere, partition: 1, touched: 2)
--| HINT: Bind it to the partition parameter, or declare it without PARTITION BY.
CREATE PROCEDURE put_elsewhere(a bigint, b bigint) PARTITION BY (a) LANGUAGE SQL AS $$
  INSERT INTO votes VALUES (a, 1, 1);
  INSERT INTO votes VALUES (b, 1, 1);
$$;
--| CREATE PROCEDURE
CALL put_elsewhere(1, 2);
--| ERROR 22023: a statement touches a row of another partition than its procedure runs on (procedure: put_elsewhere, partition: 1, touched: 2)
--| HINT: Bind it to the partition parameter, or declare it without PARTITION BY.
CALL mine(1);
--| count
--| -----
--|     0
--| CALL
CALL mine(NULL);
--| ERROR 22004: the argument that says which partition is null (procedure: mine, parameter: id)

CALL nobody(1);
--| ERROR 42883: the procedure does not exist (procedure: nobody)
CALL mine();
--| ERROR 42883: the procedure does not take so many arguments (procedure: mine, parameters: 1, arguments: 0)
CALL mine('x');
--| ERROR 22P02: invalid input syntax (type: bigint, value: x)

-- In a transaction of several statements.
BEGIN;
--| BEGIN
CALL vote(600, 1, 1);
--| so_far
--| ------
--|      1
--| CALL
CALL mine(600);
--| count
--| -----
--|     1
--| CALL
SAVEPOINT a;
--| SAVEPOINT
CALL vote(600, 2, 1);
--| so_far
--| ------
--|      2
--| CALL
CALL mine(600);
--| count
--| -----
--|     2
--| CALL
ROLLBACK TO a;
--| ROLLBACK
CALL mine(600);
--| count
--| -----
--|     1
--| CALL
CALL twice(600);
--| ERROR 23505: duplicate key value violates unique constraint (table: votes, constraint: votes_pkey)
ROLLBACK TO a;
--| ROLLBACK
CALL totals();
--| name  | votes
--| ------+------
--| Ada   |     2
--| Grace |     1
--| CALL
COMMIT;
--| COMMIT
CALL mine(600);
--| count
--| -----
--|     1
--| CALL
BEGIN READ ONLY;
--| BEGIN
CALL mine(600);
--| count
--| -----
--|     1
--| CALL
CALL vote(600, 3, 1);
--| ERROR 25006: a read-only transaction changes nothing (statement: CALL)
ROLLBACK;
--| ROLLBACK

-- A table changes, and the procedure with it.
CREATE OR REPLACE PROCEDURE mine(id bigint) PARTITION BY (id) LANGUAGE SQL AS $$ SELECT 'of ' || id AS title $$;
--| CREATE PROCEDURE
CALL mine(600);
--| title
--| ------
--| of 600
--| CALL
DROP TABLE contestants;
--| DROP TABLE
CALL totals();
--| ERROR 42P01: the relation does not exist (name: contestants, in procedure: totals)
--| HINT: A table that the procedure uses has changed: create the procedure again.
CREATE TABLE contestants (number integer PRIMARY KEY, name text);
--| CREATE TABLE
CALL totals();
--| name | votes
--| -----+------
--| CALL
DROP PROCEDURE mine;
--| DROP PROCEDURE
DROP PROCEDURE mine;
--| ERROR 42883: the procedure does not exist (procedure: mine)
DROP PROCEDURE IF EXISTS mine, twice;
--| DROP PROCEDURE
CALL mine(600);
--| ERROR 42883: the procedure does not exist (procedure: mine)
