-- Defaults: what a column holds when nothing is said.

CREATE TABLE t (
  id integer PRIMARY KEY,
  a integer DEFAULT 7 NOT NULL,
  b text NOT NULL DEFAULT 'none',
  c numeric(6, 2) DEFAULT (1 + 1) * 0.5,
  d boolean DEFAULT true,
  e date DEFAULT '2026-11-23',
  f bigint DEFAULT -1
) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO t (id) VALUES (1);
--| INSERT 0 1
INSERT INTO t VALUES (2);
--| INSERT 0 1
INSERT INTO t (id, a, b, d) VALUES (3, DEFAULT, 'x', NULL), (4, 8, DEFAULT, DEFAULT);
--| INSERT 0 2
INSERT INTO t (id, a) VALUES (5 + 0, DEFAULT) RETURNING *;
--| id | a | b    |    c | d | e          |  f
--| ---+---+------+------+---+------------+---
--|  5 | 7 | none | 1.00 | t | 2026-11-23 | -1
--| INSERT 0 1
SELECT * FROM t ORDER BY id;
--| id | a | b    |    c | d | e          |  f
--| ---+---+------+------+---+------------+---
--|  1 | 7 | none | 1.00 | t | 2026-11-23 | -1
--|  2 | 7 | none | 1.00 | t | 2026-11-23 | -1
--|  3 | 7 | x    | 1.00 | ∅ | 2026-11-23 | -1
--|  4 | 8 | none | 1.00 | t | 2026-11-23 | -1
--|  5 | 7 | none | 1.00 | t | 2026-11-23 | -1
UPDATE t SET a = DEFAULT, b = DEFAULT, c = c + 1 WHERE id = 4 RETURNING a, b, c;
--| a | b    |    c
--| --+------+-----
--| 7 | none | 2.00
--| UPDATE 1
UPDATE t SET a = NULL WHERE id = 4;
--| ERROR 23502: null value in a column that must not be null (table: t, column: a)
COPY t (id, b) FROM STDIN;
6	six
7	seven
\.
--| COPY 2
COPY t (id, c, a) FROM STDIN (FORMAT csv);
8,,1
\.
--| COPY 1
SELECT * FROM t WHERE id > 5 ORDER BY id;
--| id | a | b     |    c | d | e          |  f
--| ---+---+-------+------+---+------------+---
--|  6 | 7 | six   | 1.00 | t | 2026-11-23 | -1
--|  7 | 7 | seven | 1.00 | t | 2026-11-23 | -1
--|  8 | 1 | none  |    ∅ | t | 2026-11-23 | -1

-- What is computed is computed for every row.

CREATE TABLE v (
  id integer PRIMARY KEY,
  made timestamptz NOT NULL DEFAULT now(),
  day date DEFAULT current_date,
  token uuid NOT NULL DEFAULT gen_random_uuid(),
  name text DEFAULT upper('ab' || 'c'),
  until timestamptz DEFAULT now() + interval '1 day',
  said date DEFAULT date '2024-02-29',
  note text DEFAULT 'it''s' /* quoted */
);
--| CREATE TABLE
INSERT INTO v (id) VALUES (1), (2), (3);
--| INSERT 0 3
COPY v (id) FROM STDIN;
4
5
\.
--| COPY 2
UPDATE v SET token = DEFAULT WHERE id < 3;
--| UPDATE 2
SELECT count(*), count(DISTINCT token), min(name), max(name) FROM v;
--| count | count | min | max
--| ------+-------+-----+----
--|     5 |     5 | ABC | ABC
SELECT DISTINCT until - made AS later, said, note FROM v;
--| later | said       | note
--| ------+------------+-----
--| 1 day | 2024-02-29 | it's
SELECT count(*) FROM v WHERE made > now() - CAST('1 hour' AS interval) AND day IS NOT NULL;
--| count
--| -----
--|     5

-- A row of defaults only.

CREATE TABLE w (a integer DEFAULT 1, b text, c text DEFAULT 'DEFAULT');
--| CREATE TABLE
INSERT INTO w DEFAULT VALUES;
--| INSERT 0 1
INSERT INTO w DEFAULT VALUES RETURNING c, a;
--| c       | a
--| --------+--
--| DEFAULT | 1
--| INSERT 0 1
INSERT INTO w VALUES (DEFAULT, DEFAULT, DEFAULT);
--| INSERT 0 1
SELECT * FROM w;
--| a | b | c
--| --+---+--------
--| 1 | ∅ | DEFAULT
--| 1 | ∅ | DEFAULT
--| 1 | ∅ | DEFAULT
INSERT INTO t DEFAULT VALUES;
--| ERROR 23502: null value in a column that must not be null (table: t, column: id)

-- The partition column may have one.

CREATE TABLE p (id bigint DEFAULT 3 PRIMARY KEY, a text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO p (a) VALUES ('x');
--| INSERT 0 1
SELECT * FROM p WHERE id = 3;
--| id | a
--| ---+--
--|  3 | x
UPDATE p AS q SET id = DEFAULT WHERE q.id = 3;
--| ERROR 0A000: the partition column of a row cannot be changed (column: id)
--| HINT: Delete the row and insert it again.
UPDATE p q SET a = DEFAULT WHERE q.id = 3;
--| UPDATE 1
SELECT count(*) FROM p WHERE a IS NULL;
--| count
--| -----
--|     1
EXPLAIN SELECT * FROM p WHERE id = 3;
--| QUERY PLAN
--| -----------------
--| OnePartition[3]
--|   KeyScan[p, = 3]

-- Within a transaction.

BEGIN;
--| BEGIN
CREATE TABLE x (id integer PRIMARY KEY, a integer DEFAULT 5);
--| CREATE TABLE
INSERT INTO x (id) VALUES (1);
--| INSERT 0 1
COPY x (id) FROM STDIN;
2
\.
--| COPY 1
SELECT * FROM x ORDER BY id;
--| id | a
--| ---+--
--|  1 | 5
--|  2 | 5
COMMIT;
--| COMMIT
SELECT * FROM x ORDER BY id;
--| id | a
--| ---+--
--|  1 | 5
--|  2 | 5

-- What can be no default.

CREATE TABLE bad (id integer, a integer DEFAULT id);
--| ERROR 0A000: cannot use column reference in DEFAULT expression (column: a, reference: id)
CREATE TABLE bad (id integer DEFAULT (SELECT 1));
--| ERROR 0A000: cannot use subquery in DEFAULT expression (column: id)
CREATE TABLE bad (id integer DEFAULT 'x');
--| ERROR 22P02: invalid input syntax (type: integer, value: x)
CREATE TABLE bad (id integer DEFAULT 1 DEFAULT 2);
--| ERROR 42601: multiple default values for a column (column: id)
CREATE TABLE bad (id integer DEFAULT nothing());
--| ERROR 42883 at 38: the function does not exist (name: nothing())
CREATE TABLE bad (id integer NULL NOT NULL);
--| ERROR 42601: conflicting NULL and NOT NULL declarations (column: id)
CREATE TABLE bad (id integer DEFAULT count(*));
--| ERROR 42803: aggregate functions are not allowed in DEFAULT (column: id)
CREATE TABLE small (id smallint DEFAULT 100000, a integer);
--| CREATE TABLE
INSERT INTO small (a) VALUES (1);
--| ERROR 22003: value is out of range (type: smallint, value: 100000)
INSERT INTO small VALUES (1);
--| INSERT 0 1
INSERT INTO t (id, a) VALUES (9);
--| ERROR 42601: INSERT has more target columns than expressions
