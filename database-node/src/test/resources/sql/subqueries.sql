-- Subqueries that look at rows outside, WITH RECURSIVE, INTERSECT ALL and EXCEPT ALL, grouping sets, ordered aggregates.

CREATE TABLE t (id integer PRIMARY KEY, g text, v integer, w integer) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO t VALUES (1,'a',10,1),(2,'a',20,1),(3,'b',20,2),(4,'b',null,2),(5,null,7,3),(6,'c',8,3);
--| INSERT 0 6
CREATE TABLE u (id integer PRIMARY KEY, t integer, x integer) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO u VALUES (1,1,5),(2,1,6),(3,2,null),(4,9,1),(5,null,2),(6,3,20);
--| INSERT 0 6
CREATE TABLE r (id integer PRIMARY KEY, parent integer, name text);
--| CREATE TABLE
INSERT INTO r VALUES (1,null,'root'),(2,1,'a'),(3,1,'b'),(4,2,'aa'),(5,4,'aaa');
--| INSERT 0 5
WITH a AS (SELECT * FROM t WHERE v > 7), b AS (SELECT id, v FROM a) SELECT a.id, b.v FROM a JOIN b ON a.id = b.id ORDER BY 1;
--| id |  v
--| ---+---
--|  1 | 10
--|  2 | 20
--|  3 | 20
--|  6 |  8
WITH a(x, y) AS (SELECT g, sum(v) FROM t GROUP BY g) SELECT * FROM a WHERE y > (SELECT avg(y) FROM a) ORDER BY 1;
--| x |  y
--| --+---
--| a | 30
--| b | 20
VALUES (1,'a'),(2,'b') ORDER BY 1 DESC;
--| column1 | column2
--| --------+--------
--|       2 | b
--|       1 | a
VALUES (1), (2) LIMIT 1;
--| column1
--| -------
--|       1
SELECT * FROM (VALUES (1,'x'),(2,'y')) v(a,b) ORDER BY a;
--| a | b
--| --+--
--| 1 | x
--| 2 | y
SELECT v FROM t INTERSECT ALL SELECT x FROM u ORDER BY 1;
--|  v
--| --
--| 20
--|  ∅
SELECT v FROM t EXCEPT ALL SELECT x FROM u ORDER BY 1;
--|  v
--| --
--|  7
--|  8
--| 10
--| 20
SELECT g FROM t INTERSECT SELECT g FROM t WHERE id > 3 ORDER BY 1;
--| g
--| -
--| b
--| c
--| ∅
SELECT g FROM t EXCEPT SELECT g FROM t WHERE id > 4 ORDER BY 1;
--| g
--| -
--| a
--| b
SELECT g, w, sum(v), count(*) FROM t GROUP BY ROLLUP (g, w) ORDER BY g, w, 3, 4;
--| g | w | sum | count
--| --+---+-----+------
--| a | 1 |  30 |     2
--| a | ∅ |  30 |     2
--| b | 2 |  20 |     2
--| b | ∅ |  20 |     2
--| c | 3 |   8 |     1
--| c | ∅ |   8 |     1
--| ∅ | 3 |   7 |     1
--| ∅ | ∅ |   7 |     1
--| ∅ | ∅ |  65 |     6
SELECT g, w, sum(v), count(*) FROM t GROUP BY CUBE (g, w) ORDER BY g, w, 3, 4;
--| g | w | sum | count
--| --+---+-----+------
--| a | 1 |  30 |     2
--| a | ∅ |  30 |     2
--| b | 2 |  20 |     2
--| b | ∅ |  20 |     2
--| c | 3 |   8 |     1
--| c | ∅ |   8 |     1
--| ∅ | 1 |  30 |     2
--| ∅ | 2 |  20 |     2
--| ∅ | 3 |   7 |     1
--| ∅ | 3 |  15 |     2
--| ∅ | ∅ |   7 |     1
--| ∅ | ∅ |  65 |     6
SELECT g, w, sum(v), grouping(g), grouping(g, w) FROM t GROUP BY GROUPING SETS ((g), (w), ()) ORDER BY g, w, 3, 4;
--| g | w | sum | grouping | grouping
--| --+---+-----+----------+---------
--| a | ∅ |  30 |        0 |        1
--| b | ∅ |  20 |        0 |        1
--| c | ∅ |   8 |        0 |        1
--| ∅ | 1 |  30 |        1 |        2
--| ∅ | 2 |  20 |        1 |        2
--| ∅ | 3 |  15 |        1 |        2
--| ∅ | ∅ |   7 |        0 |        1
--| ∅ | ∅ |  65 |        1 |        3
SELECT count(DISTINCT g), count(DISTINCT w), sum(DISTINCT v), count(*) FROM t;
--| count | count | sum | count
--| ------+-------+-----+------
--|     3 |     3 |  45 |     6
SELECT w, count(DISTINCT g), count(DISTINCT v) FROM t GROUP BY w ORDER BY w;
--| w | count | count
--| --+-------+------
--| 1 |     1 |     2
--| 2 |     1 |     1
--| 3 |     1 |     2
SELECT string_agg(g, ',' ORDER BY id DESC) FROM t;
--| string_agg
--| ----------
--| c,b,b,a,a
SELECT string_agg(g, ',' ORDER BY v DESC NULLS LAST, id) FROM t;
--| string_agg
--| ----------
--| a,b,a,c,b
SELECT string_agg(DISTINCT g, ',' ORDER BY g) FROM t;
--| string_agg
--| ----------
--| a,b,c
SELECT string_agg(DISTINCT g, ',' ORDER BY g DESC) FROM t;
--| string_agg
--| ----------
--| c,b,a
SELECT w, string_agg(g, '-' ORDER BY id) FILTER (WHERE id <> 2) FROM t GROUP BY w ORDER BY w;
--| w | string_agg
--| --+-----------
--| 1 | a
--| 2 | b-b
--| 3 | c
SELECT count(*) FILTER (WHERE v > 8), sum(v) FILTER (WHERE g = 'a') FROM t;
--| count | sum
--| ------+----
--|     3 |  30
SELECT 1 FROM t HAVING count(*) > 2;
--| ?column?
--| --------
--|        1
SELECT count(*) FROM t HAVING count(*) > 20;
--| count
--| -----
SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t = t.id) ORDER BY 1;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t = t.id) ORDER BY 1;
--| id
--| --
--|  4
--|  5
--|  6
SELECT id FROM t WHERE id IN (SELECT t FROM u) ORDER BY 1;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM t WHERE id NOT IN (SELECT t FROM u) ORDER BY 1;
--| id
--| --
SELECT id FROM t WHERE id NOT IN (SELECT t FROM u WHERE t IS NOT NULL) ORDER BY 1;
--| id
--| --
--|  4
--|  5
--|  6
SELECT id FROM t WHERE v NOT IN (SELECT x FROM u WHERE u.t = t.id) ORDER BY 1;
--| id
--| --
--|  1
--|  4
--|  5
--|  6
SELECT id FROM t WHERE v NOT IN (SELECT x FROM u WHERE x > 100) ORDER BY 1;
--| id
--| --
--|  1
--|  2
--|  3
--|  4
--|  5
--|  6
SELECT id, (SELECT sum(x) FROM u WHERE u.t = t.id) FROM t ORDER BY 1;
--| id | sum
--| ---+----
--|  1 |  11
--|  2 |   ∅
--|  3 |  20
--|  4 |   ∅
--|  5 |   ∅
--|  6 |   ∅
SELECT id, (SELECT count(*) FROM u WHERE u.t = t.id) FROM t ORDER BY 1;
--| id | count
--| ---+------
--|  1 |     2
--|  2 |     1
--|  3 |     1
--|  4 |     0
--|  5 |     0
--|  6 |     0
SELECT id, (SELECT x FROM u WHERE u.t = t.id AND u.id > 1) FROM t ORDER BY 1;
--| id |  x
--| ---+---
--|  1 |  6
--|  2 |  ∅
--|  3 | 20
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
SELECT id, (SELECT x FROM u WHERE u.t = t.id) FROM t ORDER BY 1;
--| ERROR 21000: more than one row returned by a subquery used as an expression
SELECT id, (SELECT x FROM u WHERE u.t = t.id ORDER BY x DESC LIMIT 1) FROM t ORDER BY 1;
--| id |  x
--| ---+---
--|  1 |  6
--|  2 |  ∅
--|  3 | 20
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
SELECT id, (SELECT x FROM u WHERE u.t <= t.id ORDER BY x DESC NULLS LAST, u.id LIMIT 1) FROM t ORDER BY 1;
--| id |  x
--| ---+---
--|  1 |  6
--|  2 |  6
--|  3 | 20
--|  4 | 20
--|  5 | 20
--|  6 | 20
SELECT id, EXISTS (SELECT 1 FROM u WHERE u.t = t.id AND u.x > t.v) FROM t ORDER BY 1;
--| id | exists
--| ---+-------
--|  1 | f
--|  2 | f
--|  3 | f
--|  4 | f
--|  5 | f
--|  6 | f
SELECT id, v IN (SELECT x FROM u) FROM t ORDER BY 1;
--| id | ?column?
--| ---+---------
--|  1 | ∅
--|  2 | t
--|  3 | t
--|  4 | ∅
--|  5 | ∅
--|  6 | ∅
SELECT id, v NOT IN (SELECT x FROM u WHERE u.t < t.id) FROM t ORDER BY 1;
--| id | ?column?
--| ---+---------
--|  1 | t
--|  2 | t
--|  3 | ∅
--|  4 | ∅
--|  5 | ∅
--|  6 | ∅
SELECT id FROM t WHERE v > ALL (SELECT x FROM u WHERE u.t = t.id) ORDER BY 1;
--| id
--| --
--|  1
--|  4
--|  5
--|  6
SELECT id FROM t WHERE v > ANY (SELECT x FROM u WHERE u.t < t.id) ORDER BY 1;
--| id
--| --
--|  2
--|  3
--|  5
--|  6
SELECT id FROM t WHERE v = ANY (SELECT x FROM u) ORDER BY 1;
--| id
--| --
--|  2
--|  3
SELECT id FROM t WHERE v <> ALL (SELECT x FROM u WHERE x IS NOT NULL) ORDER BY 1;
--| id
--| --
--|  1
--|  5
--|  6
SELECT id, v >= ALL (SELECT x FROM u WHERE u.t <= t.id) FROM t ORDER BY 1;
--| id | ?column?
--| ---+---------
--|  1 | t
--|  2 | ∅
--|  3 | ∅
--|  4 | ∅
--|  5 | f
--|  6 | f
SELECT id, v < ANY (SELECT x FROM u WHERE u.t <= t.id) FROM t ORDER BY 1;
--| id | ?column?
--| ---+---------
--|  1 | f
--|  2 | ∅
--|  3 | ∅
--|  4 | ∅
--|  5 | t
--|  6 | t
SELECT g, count(*) FROM t GROUP BY g HAVING count(*) > (SELECT count(*) FROM u WHERE u.x > 5) - 2 ORDER BY 1;
--| g | count
--| --+------
--| a |     2
--| b |     2
--| c |     1
--| ∅ |     1
SELECT t.id, u.id FROM t LEFT JOIN u ON u.t = t.id AND u.x > (SELECT min(x) FROM u) ORDER BY 1, 2;
--| id | id
--| ---+---
--|  1 |  1
--|  1 |  2
--|  2 |  ∅
--|  3 |  6
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
SELECT t.id, u.id FROM t LEFT JOIN u ON u.t = t.id AND EXISTS (SELECT 1 FROM r WHERE r.id = u.id) ORDER BY 1, 2;
--| id | id
--| ---+---
--|  1 |  1
--|  1 |  2
--|  2 |  3
--|  3 |  ∅
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
SELECT id FROM t ORDER BY (SELECT count(*) FROM u WHERE u.t = t.id) DESC, id;
--| id
--| --
--|  1
--|  2
--|  3
--|  4
--|  5
--|  6
SELECT t.id, s.x FROM t, LATERAL (SELECT x FROM u WHERE u.t = t.id ORDER BY x LIMIT 1) s ORDER BY 1;
--| id |  x
--| ---+---
--|  1 |  5
--|  2 |  ∅
--|  3 | 20
SELECT t.id, s.x FROM t LEFT JOIN LATERAL (SELECT x FROM u WHERE u.t = t.id ORDER BY x DESC NULLS LAST LIMIT 1) s ON true ORDER BY 1;
--| id |  x
--| ---+---
--|  1 |  6
--|  2 |  ∅
--|  3 | 20
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
SELECT t.id, s.n FROM t CROSS JOIN LATERAL (SELECT count(*) AS n FROM u WHERE u.t < t.id) s ORDER BY 1;
--| id | n
--| ---+--
--|  1 | 0
--|  2 | 2
--|  3 | 3
--|  4 | 4
--|  5 | 4
--|  6 | 4
SELECT t.id, s.n FROM t LEFT JOIN LATERAL (SELECT max(x) AS n FROM u WHERE u.t < t.id) s ON s.n > 5 ORDER BY 1;
--| id |  n
--| ---+---
--|  1 |  ∅
--|  2 |  6
--|  3 |  6
--|  4 | 20
--|  5 | 20
--|  6 | 20
SELECT t.id, s.y FROM t, LATERAL (SELECT t.v + 1 AS y) s ORDER BY 1;
--| id |  y
--| ---+---
--|  1 | 11
--|  2 | 21
--|  3 | 21
--|  4 |  ∅
--|  5 |  8
--|  6 |  9
SELECT t.id, s.y FROM t, LATERAL (VALUES (t.v), (t.w)) s(y) ORDER BY 1, 2;
--| id |  y
--| ---+---
--|  1 |  1
--|  1 | 10
--|  2 |  1
--|  2 | 20
--|  3 |  2
--|  3 | 20
--|  4 |  2
--|  4 |  ∅
--|  5 |  3
--|  5 |  7
--|  6 |  3
--|  6 |  8
SELECT t.id, q.id FROM t FULL JOIN u q ON q.x = t.v ORDER BY 1, 2;
--| id | id
--| ---+---
--|  1 |  ∅
--|  2 |  6
--|  3 |  6
--|  4 |  ∅
--|  5 |  ∅
--|  6 |  ∅
--|  ∅ |  1
--|  ∅ |  2
--|  ∅ |  3
--|  ∅ |  4
--|  ∅ |  5
SELECT t.id, q.id FROM t RIGHT JOIN u q ON q.x > t.v ORDER BY 1, 2;
--| id | id
--| ---+---
--|  1 |  6
--|  5 |  6
--|  6 |  6
--|  ∅ |  1
--|  ∅ |  2
--|  ∅ |  3
--|  ∅ |  4
--|  ∅ |  5
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n ORDER BY 1;
--| i
--| -
--| 1
--| 2
--| 3
--| 4
--| 5
WITH RECURSIVE tree AS (SELECT id, name, 0 AS depth FROM r WHERE parent IS NULL UNION ALL SELECT r.id, r.name, depth + 1 FROM r JOIN tree ON r.parent = tree.id) SELECT * FROM tree ORDER BY id;
--| id | name | depth
--| ---+------+------
--|  1 | root |     0
--|  2 | a    |     1
--|  3 | b    |     1
--|  4 | aa   |     2
--|  5 | aaa  |     3
WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT (i + 1) % 4 FROM n) SELECT * FROM n ORDER BY 1;
--| i
--| -
--| 0
--| 1
--| 2
--| 3
SELECT max(c) FROM (SELECT count(*) OVER (PARTITION BY g) AS c FROM t) q;
--| max
--| ---
--|   2
SELECT id, (SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY x) AS n FROM u WHERE u.t = t.id) q) FROM t ORDER BY 1;
--| id | max
--| ---+----
--|  1 |   2
--|  2 |   1
--|  3 |   1
--|  4 |   ∅
--|  5 |   ∅
--|  6 |   ∅

-- Constants selected below IN, truth values as numbers, constants of a CASE; found by comparing with PostgreSQL at random.
CREATE TABLE ca (id integer PRIMARY KEY, x integer, t text, f boolean, v varchar(7)) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE cb (id integer PRIMARY KEY, y integer, t text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO ca VALUES (1, 2, 'ab', true, 'q'), (2, 3, 'a', NULL, 'a'), (3, 1, NULL, false, NULL);
--| INSERT 0 3
INSERT INTO cb VALUES (1, 5, 'q'), (2, 6, 'r');
--| INSERT 0 2
SELECT id FROM ca a WHERE x NOT IN (SELECT 2 FROM cb WHERE a.t = 'ab') ORDER BY id;
--| id
--| --
--|  2
--|  3
SELECT id FROM ca a WHERE x NOT IN (SELECT 2.0 FROM cb WHERE y > a.x) ORDER BY id;
--| id
--| --
--|  2
--|  3
SELECT id FROM ca a WHERE (NOT f) NOT IN (SELECT true FROM cb WHERE y > a.x) ORDER BY id;
--| id
--| --
--|  1
SELECT id FROM ca a WHERE char_length(t) NOT IN (SELECT 3016 FROM cb WHERE a.x < a.id) ORDER BY id;
--| id
--| --
--|  1
--|  2
SELECT id FROM ca a WHERE t NOT IN (SELECT 'ab' AS q FROM cb WHERE y > a.x) ORDER BY id;
--| id
--| --
--|  2
SELECT id FROM ca a WHERE t NOT IN (SELECT NULL FROM cb WHERE y > a.x + 3) ORDER BY id;
--| id
--| --
--|  2
SELECT id FROM ca a WHERE x = ANY (SELECT 2 FROM cb WHERE y > a.x) ORDER BY id;
--| id
--| --
--|  1
SELECT id FROM ca a WHERE x <> ALL (SELECT 2 FROM cb WHERE a.t = 'ab') ORDER BY id;
--| id
--| --
--|  2
--|  3
SELECT id FROM ca WHERE CAST(true AS integer) IN (SELECT id FROM cb WHERE date '2000-01-01' <> date '2024-02-29') ORDER BY id;
--| id
--| --
--|  1
--|  2
--|  3
SELECT id FROM ca WHERE id = true::integer AND x > 0;
--| id
--| --
--|  1
SELECT id FROM ca WHERE true::text = t AND x > 0;
--| id
--| --
SELECT f::integer, f::text, (x > 1)::integer + 1 AS n FROM ca ORDER BY id;
--| f | f     | n
--| --+-------+--
--| 1 | true  | 2
--| ∅ | ∅     | 2
--| 0 | false | 1
SELECT coalesce(nullif(' x ', 'Abc'), 'a') || '|' AS a, coalesce(CASE WHEN x = 2 THEN ' x ' END, t) || '|' AS b FROM ca ORDER BY id;
--| a    | b
--| -----+-----
--|  x | |  x |
--|  x | | a|
--|  x | | ∅
SELECT CASE WHEN x = 2 THEN ' x ' ELSE NULL END || '|' AS a, CASE WHEN x = 2 THEN '2024-02-29' ELSE date '2024-01-01' END AS d FROM ca ORDER BY id;
--| a    | d
--| -----+-----------
--|  x | | 2024-02-29
--| ∅    | 2024-01-01
--| ∅    | 2024-01-01
SELECT DISTINCT greatest('b', v) FROM ca ORDER BY 1;
--| greatest
--| --------
--| b
--| q
SELECT DISTINCT least(v, 'b'), position('q' IN v) FROM ca ORDER BY 1 DESC NULLS LAST, 2;
--| least | position
--| ------+---------
--| b     |        1
--| b     |        ∅
--| a     |        0
DROP TABLE ca, cb;
--| DROP TABLE
