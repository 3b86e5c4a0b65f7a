-- Correlated parts that no join can stand for, recursion, and whole queries within queries.

CREATE TABLE t (id integer PRIMARY KEY, g text, v integer, w integer) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO t VALUES (1,'a',10,1),(2,'a',20,1),(3,'b',20,2),(4,'b',null,2),(5,null,7,3),(6,'c',8,3);
--| INSERT 0 6
CREATE TABLE u (id integer PRIMARY KEY, t integer, x integer) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE INDEX u_t ON u (t, x);
--| CREATE INDEX
INSERT INTO u VALUES (1,1,5),(2,1,6),(3,2,null),(4,9,1),(5,null,2),(6,3,20);
--| INSERT 0 6
CREATE TABLE r (id integer PRIMARY KEY, parent integer, name text);
--| CREATE TABLE
INSERT INTO r VALUES (1,null,'root'),(2,1,'a'),(3,1,'b'),(4,2,'aa'),(5,4,'aaa');
--| INSERT 0 5
CREATE TABLE e (a integer, b integer, PRIMARY KEY (a, b)) PARTITION BY HASH (a);
--| CREATE TABLE
INSERT INTO e VALUES (1,2),(2,3),(3,1),(3,4),(4,5),(7,8);
--| INSERT 0 6
SELECT t.id, s.x FROM t CROSS JOIN LATERAL (SELECT x FROM u WHERE u.t = t.id ORDER BY x DESC LIMIT 2) s ORDER BY 1, 2;
--| id |  x
--| ---+---
--|  1 |  5
--|  1 |  6
--|  2 |  ∅
--|  3 | 20
SELECT t.id, s.n FROM t CROSS JOIN LATERAL (SELECT count(*) AS n FROM u WHERE u.t = t.id OFFSET 0) s ORDER BY 1, 2;
--| id | n
--| ---+--
--|  1 | 2
--|  2 | 1
--|  3 | 1
--|  4 | 0
--|  5 | 0
--|  6 | 0
SELECT t.id, s.id FROM t LEFT JOIN LATERAL (SELECT id FROM u WHERE u.t >= t.id ORDER BY id LIMIT 1) s ON true ORDER BY 1;
--| id | id
--| ---+---
--|  1 |  1
--|  2 |  3
--|  3 |  4
--|  4 |  4
--|  5 |  4
--|  6 |  4
SELECT id FROM t WHERE v IN (SELECT x FROM u WHERE u.t = t.id ORDER BY x LIMIT 1) ORDER BY 1;
--| id
--| --
--|  3
SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t = t.id LIMIT 1) ORDER BY 1;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM t WHERE EXISTS (SELECT x FROM u WHERE u.t = t.id UNION ALL SELECT name FROM (SELECT 1 AS name FROM r WHERE r.id = t.id - 4) q) ORDER BY 1;
--| id
--| --
--|  1
--|  2
--|  3
--|  5
--|  6
SELECT id, (SELECT count(*) FROM (SELECT x FROM u WHERE u.t = t.id UNION SELECT t.v) q) FROM t ORDER BY 1;
--| id | count
--| ---+------
--|  1 |     3
--|  2 |     2
--|  3 |     1
--|  4 |     1
--|  5 |     1
--|  6 |     1
SELECT id, (SELECT string_agg(g, '' ORDER BY n) FROM (SELECT t2.g, row_number() OVER (ORDER BY t2.id) AS n FROM t t2 WHERE t2.w = t.w) q) FROM t ORDER BY 1;
--| id | string_agg
--| ---+-----------
--|  1 | aa
--|  2 | aa
--|  3 | bb
--|  4 | bb
--|  5 | c
--|  6 | c
SELECT id FROM t WHERE v > (SELECT avg(v) FROM t t2 WHERE t2.g = t.g OR t2.g IS NULL) ORDER BY 1;
--| id
--| --
--|  2
--|  3
--|  6
SELECT id FROM t t1 WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t = t1.id AND NOT EXISTS (SELECT 1 FROM r WHERE r.id = u.id AND r.parent < t1.v)) ORDER BY 1;
--| id
--| --
--|  2
--|  4
--|  5
--|  6
SELECT id, (SELECT sum((SELECT count(*) FROM r WHERE r.id <= u.id AND r.id <= t.id)) FROM u WHERE u.t = t.id) FROM t ORDER BY 1;
--| id | sum
--| ---+----
--|  1 |   2
--|  2 |   2
--|  3 |   3
--|  4 |   ∅
--|  5 |   ∅
--|  6 |   ∅
SELECT id, CASE WHEN v > 10 THEN (SELECT max(x) FROM u WHERE u.t = t.id) ELSE (SELECT min(x) FROM u) END FROM t ORDER BY 1;
--| id | min
--| ---+----
--|  1 |   1
--|  2 |   ∅
--|  3 |  20
--|  4 |   1
--|  5 |   1
--|  6 |   1
WITH RECURSIVE reach(n) AS (SELECT 1 UNION SELECT e.b FROM reach JOIN e ON e.a = reach.n) SELECT n FROM reach ORDER BY 1;
--| n
--| -
--| 1
--| 2
--| 3
--| 4
--| 5
WITH RECURSIVE p(a, b, d) AS (SELECT a, b, 1 FROM e UNION ALL SELECT p.a, e.b, p.d + 1 FROM p, e WHERE e.a = p.b AND p.d < 3) SELECT d, count(*) FROM p GROUP BY d ORDER BY d;
--| d | count
--| --+------
--| 1 |     6
--| 2 |     5
--| 3 |     5
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n LIMIT 3;
--| i
--| -
--| 1
--| 2
--| 3
WITH RECURSIVE f(i, a, b) AS (VALUES (1, 0, 1) UNION ALL SELECT i + 1, b, a + b FROM f WHERE i < 10) SELECT i, a FROM f ORDER BY i;
--|  i |  a
--| ---+---
--|  1 |  0
--|  2 |  1
--|  3 |  1
--|  4 |  2
--|  5 |  3
--|  6 |  5
--|  7 |  8
--|  8 | 13
--|  9 | 21
--| 10 | 34
WITH RECURSIVE path(id, name) AS (SELECT id, name FROM r WHERE parent IS NULL UNION ALL SELECT r.id, path.name || '/' || r.name FROM r, path WHERE r.parent = path.id) SELECT * FROM path ORDER BY id;
--| id | name
--| ---+--------------
--|  1 | root
--|  2 | root/a
--|  3 | root/b
--|  4 | root/a/aa
--|  5 | root/a/aa/aaa
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4), m AS (SELECT sum(i) AS s FROM n) SELECT s, (SELECT count(*) FROM n) FROM m;
--|  s | count
--| ---+------
--| 10 |     4
WITH RECURSIVE a AS (SELECT 1 AS x) SELECT * FROM a;
--| x
--| -
--| 1
SELECT * FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n) q, t WHERE t.id = q.i ORDER BY 1;
--| i | id | g |  v | w
--| --+----+---+----+--
--| 1 |  1 | a | 10 | 1
--| 2 |  2 | a | 20 | 1
--| 3 |  3 | b | 20 | 2
SELECT id FROM t WHERE id IN (WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 2 FROM n WHERE i < 6) SELECT i FROM n) ORDER BY 1;
--| id
--| --
--|  2
--|  4
--|  6
SELECT id, (WITH RECURSIVE n(i) AS (SELECT t.id UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT count(*) FROM n) FROM t ORDER BY 1;
--| id | count
--| ---+------
--|  1 |     5
--|  2 |     4
--|  3 |     3
--|  4 |     2
--|  5 |     1
--|  6 |     1
SELECT w FROM t EXCEPT ALL SELECT 1 ORDER BY 1;
--| w
--| -
--| 1
--| 2
--| 2
--| 3
--| 3
SELECT w FROM t INTERSECT ALL (VALUES (1),(1),(1),(3)) ORDER BY 1;
--| w
--| -
--| 1
--| 1
--| 3
SELECT w, g FROM t EXCEPT ALL SELECT w, g FROM t WHERE id IN (1, 4) ORDER BY 1, 2;
--| w | g
--| --+--
--| 1 | a
--| 2 | b
--| 3 | c
--| 3 | ∅
SELECT w FROM t UNION SELECT x FROM u INTERSECT ALL SELECT id FROM r ORDER BY 1;
--| w
--| -
--| 1
--| 2
--| 3
--| 5
SELECT g, count(DISTINCT w) FROM t GROUP BY ROLLUP (g) HAVING grouping(g) = 1 OR g = 'a' ORDER BY g;
--| g | count
--| --+------
--| a |     1
--| ∅ |     3
SELECT w, sum(v), rank() OVER (ORDER BY sum(v) DESC) FROM t GROUP BY ROLLUP (w) ORDER BY 1;
--| w | sum | rank
--| --+-----+-----
--| 1 |  30 |    2
--| 2 |  20 |    3
--| 3 |  15 |    4
--| ∅ |  65 |    1
SELECT g, w, count(*) FROM t WHERE id > 100 GROUP BY GROUPING SETS ((g, w), ());
--| g | w | count
--| --+---+------
--| ∅ | ∅ |     0
SELECT id, sum(v) FROM t GROUP BY GROUPING SETS ((id), ()) ORDER BY 1;
--| id | sum
--| ---+----
--|  1 |  10
--|  2 |  20
--|  3 |  20
--|  4 |   ∅
--|  5 |   7
--|  6 |   8
--|  ∅ |  65
SELECT CASE WHEN grouping(g) = 1 THEN 'all' ELSE coalesce(g, 'none') END AS label, sum(v) FROM t GROUP BY ROLLUP (g) ORDER BY 1;
--| label | sum
--| ------+----
--| a     |  30
--| all   |  65
--| b     |  20
--| c     |   8
--| none  |   7
SELECT g, count(*) FROM t GROUP BY GROUPING SETS ((g), (g)) ORDER BY 1;
--| g | count
--| --+------
--| a |     2
--| a |     2
--| b |     2
--| b |     2
--| c |     1
--| c |     1
--| ∅ |     1
--| ∅ |     1
SELECT string_agg(x::text, ',' ORDER BY x DESC), string_agg(x::text, ',' ORDER BY x), count(DISTINCT t) FROM u;
--| string_agg | string_agg | count
--| -----------+------------+------
--| 20,6,5,2,1 | 1,2,5,6,20 |     4
SELECT string_agg(g, ',' ORDER BY lower(g) DESC, v) FILTER (WHERE g IS NOT NULL) FROM t;
--| string_agg
--| ----------
--| c,b,b,a,a
SELECT (SELECT x FROM u WHERE u.t = 1 AND u.x = 5), (SELECT x FROM u WHERE false);
--| x | x
--| --+--
--| 5 | ∅
SELECT (SELECT x FROM u);
--| ERROR 21000: more than one row returned by a subquery used as an expression
SELECT id FROM t WHERE (id, v) IN (SELECT t, x FROM u) ORDER BY 1;
--| id
--| --
--|  3
SELECT id FROM t WHERE (w, 3) IN (SELECT id, parent + 2 FROM r) ORDER BY 1;
--| id
--| --
--|  3
--|  4
--|  5
--|  6
UPDATE t SET v = (SELECT x FROM u WHERE u.t = t.id ORDER BY x DESC NULLS LAST LIMIT 1) WHERE id < 4;
--| UPDATE 3
SELECT id, v FROM t ORDER BY id;
--| id |  v
--| ---+---
--|  1 |  6
--|  2 |  ∅
--|  3 | 20
--|  4 |  ∅
--|  5 |  7
--|  6 |  8
DELETE FROM t WHERE id IN (WITH RECURSIVE n(i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n);
--| DELETE 2
SELECT count(*) FROM t;
--| count
--| -----
--|     4
BEGIN;
--| BEGIN
INSERT INTO t VALUES (9, 'z', 1, 1);
--| INSERT 0 1
WITH RECURSIVE n(i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT t.id, t.g FROM n JOIN t ON t.id = n.i ORDER BY 1;
--| id | g
--| ---+--
--|  9 | z
SELECT id, (SELECT count(*) FROM (SELECT 1 AS one FROM t t2 WHERE t2.id <= t.id LIMIT 3) q) FROM t ORDER BY 1;
--| id | count
--| ---+------
--|  1 |     1
--|  2 |     2
--|  3 |     3
--|  4 |     3
--|  9 |     3
ROLLBACK;
--| ROLLBACK
SELECT t1.id, s.c FROM t t1 JOIN LATERAL (SELECT count(*) AS c FROM (SELECT 1 AS one FROM u WHERE u.id = t1.id LIMIT 1) q) s ON true WHERE t1.id = 1;
--| id | c
--| ---+--
--|  1 | 1
