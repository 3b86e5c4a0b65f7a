-- Insert, update, delete: what they answer, what they refuse, and that they are undone whole.

CREATE TABLE t (id integer PRIMARY KEY, a integer, b text NOT NULL, UNIQUE (id, a)) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE r (code text PRIMARY KEY, n integer UNIQUE);
--| CREATE TABLE
INSERT INTO t VALUES (1, 10, 'one'), (2, 20, 'two'), (3, 30, 'three'), (4, 40, 'four'), (5, 50, 'five'), (6, 60, 'six'), (7, 70, 'seven'), (8, 80, 'eight');
--| INSERT 0 8
INSERT INTO t (b, id) VALUES ('nine', 9) RETURNING *;
--| id | a | b
--| ---+---+-----
--|  9 | ∅ | nine
--| INSERT 0 1
INSERT INTO t VALUES (12, 1, 'x'), (11, 2, 'y'), (10, 3, 'z') RETURNING id, a + 1 AS next;
--| id | next
--| ---+-----
--| 12 |    2
--| 11 |    3
--| 10 |    4
--| INSERT 0 3
INSERT INTO r VALUES ('a', 1), ('b', 2) RETURNING code;
--| code
--| ----
--| a
--| b
--| INSERT 0 2
SELECT count(*), sum(a), max(id) FROM t;
--| count | sum | max
--| ------+-----+----
--|    12 | 366 |  12

-- Nothing of a statement that fails stays, whatever it did before and elsewhere.

INSERT INTO t VALUES (20, 1, 'new'), (21, 1, 'new'), (22, 1, 'new'), (23, 1, 'new'), (3, 1, 'not new');
--| ERROR 23505: duplicate key value violates unique constraint (table: t, constraint: t_pkey)
INSERT INTO t VALUES (20, 1, 'new'), (21, 1, 'new'), (20, 2, 'new');
--| ERROR 23505: duplicate key value violates unique constraint (table: t, constraint: t_pkey)
INSERT INTO t VALUES (20, 1, 'new'), (21, 1, null);
--| ERROR 23502: null value in a column that must not be null (table: t, column: b)
INSERT INTO t VALUES (20, 1, 'new'), (21, 1 / 0, 'new');
--| ERROR 22012: division by zero
INSERT INTO r VALUES ('c', 3), ('d', 1);
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_n_key)
UPDATE t SET a = 10 / (a - 30);
--| ERROR 22012: division by zero
UPDATE t SET b = null WHERE id > 5;
--| ERROR 23502: null value in a column that must not be null (table: t, column: b)
UPDATE r SET n = 1;
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_n_key)
DELETE FROM t WHERE 10 / (a - 30) > 0;
--| ERROR 22012: division by zero
SELECT count(*), sum(a), max(id) FROM t;
--| count | sum | max
--| ------+-----+----
--|    12 | 366 |  12
SELECT * FROM r ORDER BY code;
--| code | n
--| -----+--
--| a    | 1
--| b    | 2

-- Update.

UPDATE t SET a = a + 1 WHERE id = 1 RETURNING *;
--| id |  a | b
--| ---+----+----
--|  1 | 11 | one
--| UPDATE 1
UPDATE t SET a = id, b = b || '!' WHERE id > 6 AND id < 9 RETURNING id, a, b;
--| id | a | b
--| ---+---+-------
--|  7 | 7 | seven!
--|  8 | 8 | eight!
--| UPDATE 2
UPDATE t SET a = null WHERE b LIKE 't%';
--| UPDATE 2
UPDATE t SET b = 'x' WHERE id = 100;
--| UPDATE 0
UPDATE t SET b = upper(b), a = coalesce(a, 0);
--| UPDATE 12
UPDATE t AS x SET a = x.a + 1 WHERE x.id = 2;
--| UPDATE 1
SELECT * FROM t ORDER BY id;
--| id |  a | b
--| ---+----+-------
--|  1 | 11 | ONE
--|  2 |  1 | TWO
--|  3 |  0 | THREE
--|  4 | 40 | FOUR
--|  5 | 50 | FIVE
--|  6 | 60 | SIX
--|  7 |  7 | SEVEN!
--|  8 |  8 | EIGHT!
--|  9 |  0 | NINE
--| 10 |  3 | Z
--| 11 |  2 | Y
--| 12 |  1 | X
UPDATE r SET n = n + 1;
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_n_key)
UPDATE r SET code = code || code RETURNING *;
--| code | n
--| -----+--
--| aa   | 1
--| bb   | 2
--| UPDATE 2
UPDATE r SET n = 7, code = 'z' WHERE code = 'aa';
--| UPDATE 1
SELECT * FROM r ORDER BY code;
--| code | n
--| -----+--
--| bb   | 2
--| z    | 7

-- Delete.

DELETE FROM t WHERE id = 1 RETURNING b;
--| b
--| ---
--| ONE
--| DELETE 1
DELETE FROM t WHERE a IS NULL;
--| DELETE 0
DELETE FROM t WHERE id > 8;
--| DELETE 4
DELETE FROM t WHERE id = 1;
--| DELETE 0
SELECT id FROM t ORDER BY id;
--| id
--| --
--|  2
--|  3
--|  4
--|  5
--|  6
--|  7
--|  8
DELETE FROM t AS x WHERE x.id = 2 RETURNING x.id;
--| id
--| --
--|  2
--| DELETE 1
DELETE FROM t x WHERE x.id = 3;
--| DELETE 1
DELETE FROM t RETURNING id, b;
--| id | b
--| ---+-------
--|  4 | FOUR
--|  5 | FIVE
--|  6 | SIX
--|  7 | SEVEN!
--|  8 | EIGHT!
--| DELETE 5
DELETE FROM t;
--| DELETE 0
DELETE FROM r;
--| DELETE 2
SELECT count(*) FROM t;
--| count
--| -----
--|     0
INSERT INTO t VALUES (1, 1, 'again');
--| INSERT 0 1

-- What is wrong, or not there yet.

UPDATE t SET id = 5 WHERE id = 1;
--| ERROR 0A000: the partition column of a row cannot be changed (column: id)
--| HINT: Delete the row and insert it again.
UPDATE t SET nothing = 1;
--| ERROR 42703: the column does not exist (column: nothing, table: t)
UPDATE t SET a = 'x';
--| ERROR 22P02: invalid input syntax (type: integer, value: x)
UPDATE t SET a = 1, a = 2;
--| ERROR 42601: multiple assignments to same column (column: a)
UPDATE nothing SET a = 1;
--| ERROR 42P01: the table does not exist (table: nothing)
DELETE FROM t WHERE nothing = 1;
--| ERROR 42703 at 21: the column does not exist (name: nothing)
INSERT INTO t VALUES (2);
--| ERROR 23502: null value in a column that must not be null (table: t, column: b)
INSERT INTO t VALUES (2, 2, 'b', 4);
--| ERROR 42601: INSERT has more expressions than target columns
INSERT INTO t (id, id) VALUES (1, 1);
--| ERROR 42701: the column is specified more than once (column: id)
INSERT INTO t (nothing) VALUES (1);
--| ERROR 42703: the column does not exist (column: nothing, table: t)
INSERT INTO t (id, b) VALUES (3, DEFAULT);
--| ERROR 23502: null value in a column that must not be null (table: t, column: b)
INSERT INTO t DEFAULT VALUES;
--| ERROR 23502: null value in a column that must not be null (table: t, column: id)
INSERT INTO t SELECT 1, 2, 'x';
--| ERROR 23505: duplicate key value violates unique constraint (table: t, constraint: t_pkey)
INSERT INTO t VALUES (1, 1, 'x') ON CONFLICT DO NOTHING;
--| INSERT 0 0
UPDATE t SET a = (SELECT 1);
--| UPDATE 1
DELETE FROM t USING r WHERE r.n = t.a;
--| DELETE 0
UPDATE t SET a = r.n FROM r WHERE r.n = t.a;
--| UPDATE 0
TRUNCATE t;
--| TRUNCATE TABLE
