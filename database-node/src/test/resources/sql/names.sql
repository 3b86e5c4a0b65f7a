-- What columns are called: by the name given, and else by what they are.

SELECT 1 AS sum, 2 AS values, 3 AS date, 4 AS "from", 5 AS rows, 6 AS text, 7 AS table, 8 AS order, CAST(9 AS integer) AS integer, 'a as values' AS s;
--| sum | values | date | from | rows | text | table | order | integer | s
--| ----+--------+------+------+------+------+-------+-------+---------+------------
--|   1 |      2 |    3 |    4 |    5 |    6 |     7 |     8 |       9 | a as values
SELECT 1, 'a', null, 1 + 1, now() IS NULL, upper('a'), count(*), coalesce(1, 2), nullif(1, 2), greatest(1, 2), true;
--| ?column? | ?column? | ?column? | ?column? | ?column? | upper | count | coalesce | nullif | greatest | ?column?
--| ---------+----------+----------+----------+----------+-------+-------+----------+--------+----------+---------
--|        1 | a        | ∅        |        2 | f        | A     |     1 |        1 |      1 |        2 | t
SELECT CASE WHEN true THEN 1 END, CASE WHEN true THEN 1 END::text, 1::bigint::text, x::text, (x::bigint)::text, true::text, 'a'::text
FROM (VALUES (1)) AS v (x);
--| case | text | text | x | x | text | text
--| -----+------+------+---+---+------+-----
--|    1 | 1    | 1    | 1 | 1 | true | a
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v;
--| column1 | column2
--| --------+--------
--|       1 | a
--|       2 | b
SELECT x AS one, v.x AS two, v.* FROM (VALUES (1)) AS v (x);
--| one | two | x
--| ----+-----+--
--|   1 |   1 | 1
SELECT x FROM (SELECT 1 AS x) AS a CROSS JOIN (SELECT 2 AS x) AS b;
--| ERROR 42702 at 8: the column reference is ambiguous (name: x)
SELECT * FROM (SELECT 1 AS x) AS a CROSS JOIN (SELECT 2 AS x) AS b;
--| x | x
--| --+--
--| 1 | 2
SELECT a.x, b.x FROM (SELECT 1 AS x) AS a CROSS JOIN (SELECT 2 AS x) AS b;
--| x | x
--| --+--
--| 1 | 2
SELECT missing.x FROM (SELECT 1 AS x) AS a;
--| ERROR 42P01 at 8: missing FROM-clause entry for table (name: missing)
SELECT a.missing FROM (SELECT 1 AS x) AS a;
--| ERROR 42703 at 10: the column does not exist (name: missing)
SELECT nothing(1);
--| ERROR 42883 at 8: the function does not exist (name: nothing(<NUMERIC>))
SELECT upper(1, 2);
--| ERROR 42883 at 8: the function does not take so many arguments (name: UPPER)

-- Words of the standard that PostgreSQL lets be names.

CREATE TABLE t (count integer PRIMARY KEY, sum text, max numeric, rank bigint, value text, year integer) PARTITION BY HASH (count);
--| CREATE TABLE
INSERT INTO t (count, sum) VALUES (1, 'x') RETURNING count, sum AS max;
--| count | max
--| ------+----
--|     1 | x
--| INSERT 0 1
UPDATE t SET rank = count + 1, year = 2026 WHERE count = 1;
--| UPDATE 1
SELECT t.rank, t.count, count(*), sum(count), max(year) AS max FROM t GROUP BY rank, count;
--| rank | count | count | sum |  max
--| -----+-------+-------+-----+-----
--|    2 |     1 |     1 |   1 | 2026

-- Words that PostgreSQL does not reserve.
CREATE TABLE lots (no int PRIMARY KEY, new text, close int CHECK (close > 0), next int);
--| CREATE TABLE

INSERT INTO lots (no, new, close) VALUES (1, 'a', 2), (2, NULL, 3);
--| INSERT 0 2

SELECT no, l.new, close AS no FROM lots AS l WHERE no > 0 AND close < 9 ORDER BY l.no;
--| no | new | no
--| ---+-----+---
--|  1 | a   |  2
--|  2 | ∅   |  3

SELECT close no, sum(close) OVER (ORDER BY no ROWS UNBOUNDED PRECEDING EXCLUDE NO OTHERS) new FROM lots ORDER BY no;
--| no | new
--| ---+----
--|  2 |   2
--|  3 |   5

ALTER TABLE lots RENAME COLUMN no TO number;
--| ALTER TABLE

CREATE SEQUENCE no START 5 NO CYCLE NO MAXVALUE;
--| CREATE SEQUENCE

SELECT nextval('no');
--| nextval
--| -------
--|       5

-- Columns of a subquery that have the same name: a star takes them all, none of them can be named.
CREATE TABLE twins (id integer PRIMARY KEY, x integer) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO twins VALUES (1, 20), (2, 10);
--| INSERT 0 2
SELECT * FROM (SELECT a.id, a.id FROM twins a) d ORDER BY 1;
--| id | id
--| ---+---
--|  1 |  1
--|  2 |  2
SELECT d.*, x FROM (SELECT a.id, a.x, a.id + 1 AS id FROM twins a ORDER BY a.id LIMIT 1) d;
--| id |  x | id |  x
--| ---+----+----+---
--|  1 | 20 |  2 | 20
SELECT x FROM (SELECT a.id, a.x, 0 AS id FROM twins a) d ORDER BY x;
--|  x
--| --
--| 10
--| 20
SELECT id FROM (SELECT a.id, a.id FROM twins a) d;
--| ERROR 42703 at 8: the column does not exist (name: id)
WITH c AS (SELECT id, id, x AS y, id AS y FROM twins) SELECT * FROM c ORDER BY 1;
--| id | id |  y | y
--| ---+----+----+--
--|  1 |  1 | 20 | 1
--|  2 |  2 | 10 | 2
SELECT q, w FROM (SELECT id, id FROM twins) d (q, w) ORDER BY q;
--| q | w
--| --+--
--| 1 | 1
--| 2 | 2
SELECT * FROM (SELECT id, max(x), min(x) AS max FROM twins GROUP BY id HAVING max(x) > 10) d;
--| id | max | max
--| ---+-----+----
--|  1 |  20 |  20
CREATE VIEW twin AS SELECT id, id FROM twins;
--| ERROR 42701: the column is specified more than once (column: id)
DROP TABLE twins;
--| DROP TABLE
