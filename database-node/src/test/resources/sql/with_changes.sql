-- WITH in front of INSERT, UPDATE and DELETE.

CREATE TABLE t (id int PRIMARY KEY, n int, v text) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE r (id int PRIMARY KEY, v text);
--| CREATE TABLE
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');
--| INSERT 0 3
INSERT INTO r VALUES (1, 'x'), (3, 'z');
--| INSERT 0 2
WITH s AS (SELECT id + 10 AS id, v FROM t) INSERT INTO t SELECT id, 0, v FROM s;
--| INSERT 0 3
WITH s AS (SELECT 7 AS x) INSERT INTO t VALUES ((SELECT x FROM s), DEFAULT, 'value'), (8, (SELECT x + 1 FROM s), 'w') RETURNING *;
--| id | n | v
--| ---+---+------
--|  7 | ∅ | value
--|  8 | 8 | w
--| INSERT 0 2
WITH s AS (SELECT * FROM missing) INSERT INTO t VALUES (60, 1, 'q');
--| ERROR 42P01 at 26: the relation does not exist (name: missing)
WITH RECURSIVE s(i) AS (SELECT 50 UNION ALL SELECT i + 1 FROM s WHERE i < 52) INSERT INTO t SELECT i, i, 'rec' FROM s RETURNING *;
--| id |  n | v
--| ---+----+----
--| 50 | 50 | rec
--| 51 | 51 | rec
--| 52 | 52 | rec
--| INSERT 0 3
WITH a AS (SELECT 70 AS i) INSERT INTO t WITH b AS (SELECT i + 1 AS i FROM a) SELECT i, i, 'nested' FROM b RETURNING *;
--| id |  n | v
--| ---+----+-------
--| 71 | 71 | nested
--| INSERT 0 1
WITH a AS (SELECT id FROM t ORDER BY id DESC LIMIT 1) INSERT INTO t SELECT id + 100, 5, 'last' FROM a ORDER BY id LIMIT 1 RETURNING *;
--|  id | n | v
--| ----+---+-----
--| 171 | 5 | last
--| INSERT 0 1
WITH s AS (SELECT 90 AS id), u AS (SELECT id + 1 AS id FROM s) INSERT INTO t (id, v) SELECT id, 'two' FROM u RETURNING id, n, v;
--| id | n | v
--| ---+---+----
--| 91 | ∅ | two
--| INSERT 0 1
WITH s AS (SELECT 1 AS id) INSERT INTO r SELECT id, 'again' FROM s ON CONFLICT (id) DO UPDATE SET v = excluded.v RETURNING *;
--| id | v
--| ---+------
--|  1 | again
--| INSERT 0 1
WITH s(k, w) AS (SELECT id, v FROM r) UPDATE t SET v = w FROM s WHERE s.k = t.id RETURNING t.id, t.v, s.w;
--| id | v     | w
--| ---+-------+------
--|  1 | again | again
--|  3 | z     | z
--| UPDATE 2
WITH s AS (SELECT max(id) AS m FROM t) UPDATE t SET n = (SELECT m FROM s) WHERE id = 2 RETURNING *;
--| id |   n | v
--| ---+-----+--
--|  2 | 171 | b
--| UPDATE 1
WITH s AS (SELECT 1) UPDATE t SET n = n + 1 WHERE id = 2 RETURNING n;
--|   n
--| ---
--| 172
--| UPDATE 1
WITH s AS (SELECT id FROM r WHERE v = 'again') DELETE FROM t WHERE id IN (SELECT id FROM s) RETURNING *;
--| id | n | v
--| ---+---+------
--|  1 | 1 | again
--| DELETE 1
WITH s AS (SELECT id FROM r) DELETE FROM t USING s WHERE s.id = t.id RETURNING t.id, s.id;
--| id | id
--| ---+---
--|  3 |  3
--| DELETE 1
WITH t AS (SELECT 2 AS id) DELETE FROM t WHERE id IN (SELECT id FROM t);
--| DELETE 1
SELECT * FROM t ORDER BY id;
--|  id |  n | v
--| ----+----+-------
--|   7 |  ∅ | value
--|   8 |  8 | w
--|  11 |  0 | a
--|  12 |  0 | b
--|  13 |  0 | c
--|  50 | 50 | rec
--|  51 | 51 | rec
--|  52 | 52 | rec
--|  71 | 71 | nested
--|  91 |  ∅ | two
--| 171 |  5 | last
EXPLAIN WITH s AS (SELECT id FROM r) DELETE FROM t USING s WHERE s.id = t.id;
--| QUERY PLAN
--| ------------------------------
--| Delete[t] AllPartitions
--|   Gather
--|     Project[#0, #1, #2, #3]
--|       HashJoin[INNER, #0 = #0]
--|         Scan[t]
--|         Scan[r]
EXPLAIN WITH s AS (SELECT 5 AS id) DELETE FROM t WHERE id = 5 AND EXISTS (SELECT 1 FROM s);
--| QUERY PLAN
--| -------------------------
--| Delete[t] OnePartition[5]
--|   KeyScan[t, = 5]

-- In transactions and procedures.
BEGIN;
--| BEGIN
WITH s AS (SELECT 300 AS id) INSERT INTO t SELECT id, 1, 'begun' FROM s;
--| INSERT 0 1
WITH s AS (SELECT 300 AS id) UPDATE t SET v = 'done' FROM s WHERE s.id = t.id;
--| UPDATE 1
COMMIT;
--| COMMIT
CREATE PROCEDURE raise(factor int) LANGUAGE SQL AS $$ WITH s AS (SELECT 300 AS id, factor AS f) UPDATE t SET n = n * f FROM s WHERE s.id = t.id; WITH s AS (SELECT factor AS n) INSERT INTO r SELECT n, 'made' FROM s $$;
--| CREATE PROCEDURE
CALL raise(5);
--| CALL
SELECT * FROM t WHERE id = 300;
--|  id | n | v
--| ----+---+-----
--| 300 | 5 | done
SELECT * FROM r WHERE id = 5;
--| id | v
--| ---+-----
--|  5 | made

-- A change within WITH is refused.
WITH x AS (INSERT INTO r VALUES (9, 'n') RETURNING id) SELECT * FROM x;
--| ERROR 0A000: this part of SQL is not supported (feature: a change within WITH)
--| HINT: Run the statements one after the other in a transaction, or in a procedure.
WITH x AS (DELETE FROM r RETURNING *) INSERT INTO t SELECT id, 1, v FROM x;
--| ERROR 0A000: this part of SQL is not supported (feature: a change within WITH)
--| HINT: Run the statements one after the other in a transaction, or in a procedure.

-- How a query of WITH is computed is not for the client to say.
WITH x AS MATERIALIZED (SELECT 1 AS a), y AS NOT MATERIALIZED (SELECT a + 1 AS b FROM x) SELECT * FROM x, y;
--| a | b
--| --+--
--| 1 | 2
SELECT materialized FROM (SELECT 1 AS materialized) AS insert;
--| materialized
--| ------------
--|            1
