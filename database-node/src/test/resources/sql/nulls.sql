-- Null, and the logic of three values.

SELECT a, b, a AND b AS "and", a OR b AS "or", NOT a AS "not"
FROM (VALUES (true), (false), (null::boolean)) AS x (a)
CROSS JOIN (VALUES (true), (false), (null::boolean)) AS y (b)
ORDER BY a DESC NULLS LAST, b DESC NULLS LAST;
--| a | b | and | or | not
--| --+---+-----+----+----
--| t | t | t   | t  | f
--| t | f | f   | t  | f
--| t | ∅ | ∅   | t  | f
--| f | t | f   | t  | t
--| f | f | f   | f  | t
--| f | ∅ | f   | ∅  | t
--| ∅ | t | ∅   | t  | ∅
--| ∅ | f | f   | ∅  | ∅
--| ∅ | ∅ | ∅   | ∅  | ∅

SELECT null = null AS eq, null <> 1 AS ne, 1 < null AS lt, null IS NULL AS isn, 1 IS NOT NULL AS notn;
--| eq | ne | lt | isn | notn
--| ---+----+----+-----+-----
--| ∅  | ∅  | ∅  | t   | t
SELECT null IS DISTINCT FROM null AS a, 1 IS DISTINCT FROM null AS b, 1 IS NOT DISTINCT FROM 1 AS c;
--| a | b | c
--| --+---+--
--| f | t | t
SELECT (null::boolean) IS TRUE AS t, (null::boolean) IS NOT TRUE AS nt, (null::boolean) IS UNKNOWN AS u, true IS NOT FALSE AS nf;
--| t | nt | u | nf
--| --+----+---+---
--| f | t  | t | t
SELECT 1 IN (1, null) AS found, 2 IN (1, null) AS maybe, 2 NOT IN (1, null) AS "not", null IN (1) AS n;
--| found | maybe | not | n
--| ------+-------+-----+--
--| t     | ∅     | ∅   | ∅
SELECT null + 1 AS s, null || 'a' AS t, length(null) AS l, upper(null) AS u;
--| s | t | l | u
--| --+---+---+--
--| ∅ | ∅ | ∅ | ∅
SELECT coalesce(null, null, 3) AS c, nullif(1, 1) AS same, nullif(1, 2) AS other, greatest(1, null, 3) AS g, least(null, 2) AS l;
--| c | same | other | g | l
--| --+------+-------+---+--
--| 3 |    ∅ |     1 | 3 | 2
SELECT CASE WHEN null THEN 'then' ELSE 'else' END AS a, CASE null WHEN null THEN 1 END AS b, CASE 3 WHEN 1 THEN 'x' END AS c;
--| a    | b | c
--| -----+---+--
--| else | ∅ | ∅
SELECT null BETWEEN 1 AND 2 AS a, 5 BETWEEN null AND 3 AS b, 1 BETWEEN null AND 3 AS c, 'a' LIKE null AS d;
--| a | b | c | d
--| --+---+---+--
--| ∅ | f | ∅ | ∅

CREATE TABLE t (id integer PRIMARY KEY, a integer, b text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO t VALUES (1, 10, 'x'), (2, null, 'y'), (3, 30, null), (4, null, null);
--| INSERT 0 4
SELECT id FROM t WHERE a > 10 OR a IS NULL ORDER BY id;
--| id
--| --
--|  2
--|  3
--|  4
SELECT id FROM t WHERE NOT (a > 10) ORDER BY id;
--| id
--| --
--|  1
SELECT id FROM t WHERE a = null;
--| id
--| --
SELECT id FROM t WHERE a <> 10 ORDER BY id;
--| id
--| --
--|  3
SELECT id FROM t WHERE b NOT IN ('x', null);
--| id
--| --
SELECT id FROM t WHERE a IN (SELECT a FROM t WHERE a IS NULL);
--| id
--| --
SELECT id FROM t WHERE a NOT IN (SELECT a FROM t WHERE id < 3);
--| id
--| --

-- Aggregates leave nulls out, but count(*) does not.

SELECT count(*), count(a) AS a, count(b) AS b, sum(a), avg(a), min(a), max(b) FROM t;
--| count | a | b | sum |                 avg | min | max
--| ------+---+---+-----+---------------------+-----+----
--|     4 | 2 | 2 |  40 | 20.0000000000000000 |  10 | y
SELECT sum(a), count(a), min(b) FROM t WHERE id = 4;
--| sum | count | min
--| ----+-------+----
--|   ∅ |     0 | ∅
SELECT a IS NULL AS isnull, count(*) FROM t GROUP BY a IS NULL ORDER BY 1;
--| isnull | count
--| -------+------
--| f      |     2
--| t      |     2
SELECT b, count(*) FROM t GROUP BY b ORDER BY b NULLS FIRST;
--| b | count
--| --+------
--| ∅ |     2
--| x |     1
--| y |     1
SELECT DISTINCT a FROM t ORDER BY a;
--|  a
--| --
--| 10
--| 30
--|  ∅
SELECT count(DISTINCT a) FROM t;
--| count
--| -----
--|     2

-- Order: null is larger than everything.

SELECT a FROM t ORDER BY a;
--|  a
--| --
--| 10
--| 30
--|  ∅
--|  ∅
SELECT a FROM t ORDER BY a DESC;
--|  a
--| --
--|  ∅
--|  ∅
--| 30
--| 10
SELECT a FROM t ORDER BY a NULLS FIRST;
--|  a
--| --
--|  ∅
--|  ∅
--| 10
--| 30
SELECT a FROM t ORDER BY a DESC NULLS LAST;
--|  a
--| --
--| 30
--| 10
--|  ∅
--|  ∅

-- A unique index takes many nulls.

CREATE TABLE u (id integer PRIMARY KEY, a integer UNIQUE);
--| CREATE TABLE
INSERT INTO u VALUES (1, null), (2, null), (3, 5);
--| INSERT 0 3
INSERT INTO u VALUES (4, 5);
--| ERROR 23505: duplicate key value violates unique constraint (table: u, constraint: u_a_key)
SELECT * FROM u ORDER BY id;
--| id | a
--| ---+--
--|  1 | ∅
--|  2 | ∅
--|  3 | 5
UPDATE u SET a = null WHERE id = 3 RETURNING *;
--| id | a
--| ---+--
--|  3 | ∅
--| UPDATE 1

-- Truth values are ordered: false before true, and null is neither.
CREATE TABLE truths (id integer PRIMARY KEY, x integer, f boolean) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO truths VALUES (1, 2, true), (2, NULL, NULL), (3, 9, false);
--| INSERT 0 3
SELECT id FROM truths WHERE (x NOT IN (-4, 9, NULL)) BETWEEN false AND true;
--| id
--| --
--|  3
SELECT id FROM truths WHERE f BETWEEN false AND true ORDER BY id;
--| id
--| --
--|  1
--|  3
SELECT id FROM truths WHERE NOT (f BETWEEN true AND false) ORDER BY id;
--| id
--| --
--|  1
--|  3
SELECT id, f >= false AS a, f <= true AS b, f > true AS c, f < false AS d, f > false AS e, f < true AS g, f >= true AS h, f <= false AS i FROM truths ORDER BY id;
--| id | a | b | c | d | e | g | h | i
--| ---+---+---+---+---+---+---+---+--
--|  1 | t | t | f | f | t | f | t | f
--|  2 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅ | ∅ | ∅
--|  3 | t | t | f | f | f | t | f | t
SELECT id, false <= f AS a, true >= f AS b, true < f AS c, false > f AS d, false < f AS e, true > f AS g, true <= f AS h, false >= f AS i FROM truths ORDER BY id;
--| id | a | b | c | d | e | g | h | i
--| ---+---+---+---+---+---+---+---+--
--|  1 | t | t | f | f | t | f | t | f
--|  2 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅ | ∅ | ∅
--|  3 | t | t | f | f | f | t | f | t
SELECT id FROM truths WHERE (f AND NULL) <= true;
--| id
--| --
--|  3
SELECT id FROM truths WHERE (f >= false) IS NULL;
--| id
--| --
--|  2
SELECT id FROM truths WHERE (x > 2 AND x < NULL) >= false OR f > true;
--| id
--| --
--|  1
SELECT a.id, b.id FROM truths a JOIN truths b ON a.f > b.f;
--| id | id
--| ---+---
--|  1 |  3
SELECT id FROM truths WHERE f < (x > 5);
--| id
--| --
--|  3
SELECT false BETWEEN true AND false AS a, true >= false AS b, true < true AS c, (id > 1) > false AS d FROM truths ORDER BY id;
--| a | b | c | d
--| --+---+---+--
--| f | t | f | f
--| f | t | f | t
--| f | t | f | t
SELECT id FROM truths WHERE true > ALL (SELECT f FROM truths WHERE id = 3) ORDER BY id;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM truths WHERE true > ALL (SELECT true FROM truths s WHERE s.x IS NOT DISTINCT FROM 100) ORDER BY id;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM truths WHERE (x IS NOT NULL) <= ANY (SELECT true FROM truths) ORDER BY id;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM truths t WHERE f >= ANY (SELECT false FROM truths s WHERE s.x > t.x) ORDER BY id;
--| id
--| --
--|  1
DROP TABLE truths;
--| DROP TABLE
