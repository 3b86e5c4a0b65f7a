-- TRUNCATE empties tables at once.

CREATE TABLE t (id integer PRIMARY KEY, v text UNIQUE);
--| CREATE TABLE
CREATE TABLE p (id integer PRIMARY KEY, v text) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE INDEX p_v ON p (v);
--| CREATE INDEX
INSERT INTO t VALUES (1, 'a'), (2, 'b');
--| INSERT 0 2
INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c');
--| INSERT 0 3
TRUNCATE t;
--| TRUNCATE TABLE
SELECT count(*) FROM t;
--| count
--| -----
--|     0
INSERT INTO t VALUES (1, 'a');
--| INSERT 0 1
BEGIN;
--| BEGIN
INSERT INTO p VALUES (4, 'd');
--| INSERT 0 1
TRUNCATE TABLE t, p;
--| TRUNCATE TABLE
SELECT count(*) FROM p;
--| count
--| -----
--|     0
SELECT count(*) FROM t;
--| count
--| -----
--|     0
INSERT INTO p VALUES (1, 'z');
--| INSERT 0 1
SELECT * FROM p WHERE v = 'z';
--| id | v
--| ---+--
--|  1 | z
ROLLBACK;
--| ROLLBACK
SELECT * FROM p ORDER BY id;
--| id | v
--| ---+--
--|  1 | a
--|  2 | b
--|  3 | c
SELECT * FROM t;
--| id | v
--| ---+--
--|  1 | a
BEGIN;
--| BEGIN
TRUNCATE p;
--| TRUNCATE TABLE
INSERT INTO p VALUES (9, 'i');
--| INSERT 0 1
COMMIT;
--| COMMIT
SELECT * FROM p;
--| id | v
--| ---+--
--|  9 | i
SELECT id FROM p WHERE v = 'i';
--| id
--| --
--|  9
TRUNCATE nothing;
--| ERROR 42P01: the table does not exist (table: nothing)
TRUNCATE t, nothing;
--| ERROR 42P01: the table does not exist (table: nothing)
SELECT * FROM t;
--| id | v
--| ---+--
--|  1 | a
DROP TABLE t;
--| DROP TABLE
DROP TABLE p;
--| DROP TABLE
