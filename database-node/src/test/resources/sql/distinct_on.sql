-- SELECT DISTINCT ON: the first row of each key, in the order of the query.

CREATE TABLE readings (device int, at int, value text, PRIMARY KEY (device, at)) PARTITION BY HASH (device);
--| CREATE TABLE
INSERT INTO readings VALUES (1, 1, 'a'), (1, 2, 'b'), (1, 3, 'b'), (2, 5, 'c'), (2, 4, 'a'), (3, 1, null), (4, 9, null), (4, 10, 'z');
--| INSERT 0 8
SELECT DISTINCT ON (device) device, at, value FROM readings ORDER BY device, at DESC;
--| device | at | value
--| -------+----+------
--|      1 |  3 | b
--|      2 |  5 | c
--|      3 |  1 | ∅
--|      4 | 10 | z
SELECT DISTINCT ON (device) * FROM readings ORDER BY device, at;
--| device | at | value
--| -------+----+------
--|      1 |  1 | a
--|      2 |  4 | a
--|      3 |  1 | ∅
--|      4 |  9 | ∅
SELECT DISTINCT ON (device) at FROM readings ORDER BY device DESC, at DESC LIMIT 2 OFFSET 1;
--| at
--| --
--|  1
--|  5
SELECT DISTINCT ON (value) value, at FROM readings ORDER BY value, at DESC;
--| value | at
--| ------+---
--| a     |  4
--| b     |  3
--| c     |  5
--| z     | 10
--| ∅     |  9
SELECT DISTINCT ON (value) value, at FROM readings ORDER BY value DESC NULLS LAST, at LIMIT 2;
--| value | at
--| ------+---
--| z     | 10
--| c     |  5
SELECT DISTINCT ON (value, device) device, value, at FROM readings ORDER BY device, value, at DESC;
--| device | value | at
--| -------+-------+---
--|      1 | a     |  1
--|      1 | b     |  3
--|      2 | a     |  4
--|      2 | c     |  5
--|      3 | ∅     |  1
--|      4 | z     | 10
--|      4 | ∅     |  9
SELECT DISTINCT ON (readings.device)at FROM readings ORDER BY device, readings.at DESC;
--| at
--| --
--|  3
--|  5
--|  1
--| 10
SELECT DISTINCT/* the
latest */ON(
 device
) device, at FROM readings WHERE at < 10 ORDER BY device, at DESC LIMIT 3;
--| device | at
--| -------+---
--|      1 |  3
--|      2 |  5
--|      3 |  1
SELECT DISTINCT ON (device, device) device, at FROM readings ORDER BY device, at;
--| device | at
--| -------+---
--|      1 |  1
--|      2 |  4
--|      3 |  1
--|      4 |  9

-- Names of the result come first, numbers are places, and expressions are of the rows.
SELECT DISTINCT ON (x) device % 2 AS x, at FROM readings ORDER BY x, at;
--| x | at
--| --+---
--| 0 |  4
--| 1 |  1
SELECT DISTINCT ON (1) device % 2 AS x, at FROM readings ORDER BY 1, 2 DESC;
--| x | at
--| --+---
--| 0 | 10
--| 1 |  3
SELECT DISTINCT ON (device) device + 1 AS device, at FROM readings ORDER BY device, at DESC;
--| device | at
--| -------+---
--|      2 |  3
--|      3 |  5
--|      4 |  1
--|      5 | 10
SELECT DISTINCT ON (device % 2) device % 2, at FROM readings ORDER BY readings.device % 2, at DESC;
--| ?column? | at
--| ---------+---
--|        0 | 10
--|        1 |  3
SELECT DISTINCT ON (value IS NULL) value IS NULL AS unknown, at FROM readings ORDER BY value IS NULL, at;
--| unknown | at
--| --------+---
--| f       |  1
--| t       |  1
SELECT DISTINCT ON (2) device FROM readings;
--| ERROR 42P10: this place is not in the select list (place: 2)
SELECT DISTINCT ON (1) * FROM readings;
--| ERROR 0A000: DISTINCT ON does not count the columns of a star
--| HINT: Name the column.
SELECT DISTINCT ON (missing) device FROM readings;
--| ERROR 42703 at 21: the column does not exist (name: missing)
SELECT DISTINCT ON () device FROM readings;
--| ERROR 42601 at 21: syntax error at or near (near: ))

-- The keys come first in the order.
SELECT DISTINCT ON (device) device, at FROM readings ORDER BY at;
--| ERROR 42P10: SELECT DISTINCT ON expressions must match initial ORDER BY expressions
SELECT DISTINCT ON (device) device, at FROM readings ORDER BY at, device;
--| ERROR 42P10: SELECT DISTINCT ON expressions must match initial ORDER BY expressions
SELECT DISTINCT ON (device, value) device, at FROM readings ORDER BY device, at;
--| ERROR 42P10: SELECT DISTINCT ON expressions must match initial ORDER BY expressions
SELECT DISTINCT ON (device, value) device, at FROM readings ORDER BY device, at, value;
--| ERROR 42P10: SELECT DISTINCT ON expressions must match initial ORDER BY expressions

SELECT DISTINCT ON (device) device, at FROM readings ORDER BY device, at DESC, device DESC, at;
--| device | at
--| -------+---
--|      1 |  3
--|      2 |  5
--|      3 |  1
--|      4 | 10

-- Groups, windows, subqueries.
SELECT DISTINCT ON (device) device, count(*), max(at) FROM readings GROUP BY device, value ORDER BY device, max(at) DESC;
--| device | count | max
--| -------+-------+----
--|      1 |     2 |   3
--|      2 |     1 |   5
--|      3 |     1 |   1
--|      4 |     1 |  10
SELECT DISTINCT ON (n) count(*) AS n, value FROM readings GROUP BY value ORDER BY n, value;
--| n | value
--| --+------
--| 1 | c
--| 2 | a
SELECT DISTINCT ON (device) device, at, rank() OVER (ORDER BY at) FROM readings ORDER BY device, at DESC;
--| device | at | rank
--| -------+----+-----
--|      1 |  3 |    4
--|      2 |  5 |    6
--|      3 |  1 |    1
--|      4 | 10 |    8
SELECT DISTINCT ON (rank() OVER (ORDER BY at)) device FROM readings;
--| ERROR 0A000: DISTINCT ON cannot be combined with an order by window functions
--| HINT: Compute them in a subquery.
SELECT count(*), sum(at) FROM (SELECT DISTINCT ON (value) at FROM readings ORDER BY value, at DESC) s;
--| count | sum
--| ------+----
--|     5 |  31
SELECT * FROM (SELECT DISTINCT ON (device) * FROM readings ORDER BY device, at DESC) s WHERE device = 2;
--| device | at | value
--| -------+----+------
--|      2 |  5 | c
SELECT * FROM (SELECT DISTINCT ON (device) * FROM readings ORDER BY device, at DESC) s WHERE at > 4 ORDER BY 1;
--| device | at | value
--| -------+----+------
--|      2 |  5 | c
--|      4 | 10 | z
WITH latest AS (SELECT DISTINCT ON (device) * FROM readings ORDER BY device, at DESC) SELECT l.value, r.at FROM latest l JOIN readings r ON l.device = r.device ORDER BY 1, 2;
--| value | at
--| ------+---
--| b     |  1
--| b     |  2
--| b     |  3
--| c     |  4
--| c     |  5
--| z     |  9
--| z     | 10
--| ∅     |  1
SELECT r.device, l.value FROM readings r, LATERAL (SELECT DISTINCT ON (b.device) b.value FROM readings b WHERE b.device = r.device ORDER BY b.device, b.at DESC) l ORDER BY 1, 2;
--| device | value
--| -------+------
--|      1 | b
--|      1 | b
--|      1 | b
--|      2 | c
--|      2 | c
--|      3 | ∅
--|      4 | z
--|      4 | z
(SELECT DISTINCT ON (device) device, at FROM readings ORDER BY device, at DESC) UNION ALL SELECT 7, 7 ORDER BY 1;
--| device | at
--| -------+---
--|      1 |  3
--|      2 |  5
--|      3 |  1
--|      4 | 10
--|      7 |  7
SELECT DISTINCT ON (device) device FROM readings UNION ALL SELECT 7 ORDER BY 1;
--| device
--| ------
--|      1
--|      2
--|      3
--|      4
--|      7
SELECT count(DISTINCT device) FROM readings;
--| count
--| -----
--|     4
SELECT DISTINCT ON (device) device, at FROM readings WHERE device IN (1, 4) AND at <> 10 ORDER BY device, at DESC;
--| device | at
--| -------+---
--|      1 |  3
--|      4 |  9
SELECT DISTINCT ON (device) device, at FROM readings WHERE device IN (1, 4) AND at <> 3 ORDER BY device, at DESC;
--| device | at
--| -------+---
--|      1 |  2
--|      4 | 10

-- Views, and what is inserted.
CREATE VIEW latest AS SELECT DISTINCT ON (device) device, at, value FROM readings ORDER BY device, at DESC;
--| CREATE VIEW
SELECT * FROM latest ORDER BY device;
--| device | at | value
--| -------+----+------
--|      1 |  3 | b
--|      2 |  5 | c
--|      3 |  1 | ∅
--|      4 | 10 | z
SELECT * FROM latest WHERE device = 1;
--| device | at | value
--| -------+----+------
--|      1 |  3 | b
CREATE TABLE lasts (device int PRIMARY KEY, at int, note text) PARTITION BY HASH (device);
--| CREATE TABLE
INSERT INTO lasts SELECT DISTINCT ON (device) device, at, 'last' FROM readings ORDER BY device, at DESC RETURNING *;
--| device | at | note
--| -------+----+-----
--|      1 |  3 | last
--|      2 |  5 | last
--|      3 |  1 | last
--|      4 | 10 | last
--| INSERT 0 4
INSERT INTO lasts SELECT DISTINCT ON (device) * FROM readings ORDER BY device, at ON CONFLICT (device) DO UPDATE SET note = excluded.note;
--| INSERT 0 4
SELECT * FROM lasts ORDER BY device;
--| device | at | note
--| -------+----+-----
--|      1 |  3 | a
--|      2 |  5 | a
--|      3 |  1 | ∅
--|      4 | 10 | ∅
CREATE MATERIALIZED VIEW kept AS SELECT DISTINCT ON (device) device, at FROM readings ORDER BY device, at DESC;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: a query that does not group)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

-- The first of a window by its number is found in the same way.
SELECT value, at, n FROM (SELECT value, at, row_number() OVER (PARTITION BY value ORDER BY at DESC) AS n FROM readings) s WHERE n = 1 AND at > 2 ORDER BY value;
--| value | at | n
--| ------+----+--
--| a     |  4 | 1
--| b     |  3 | 1
--| c     |  5 | 1
--| z     | 10 | 1
--| ∅     |  9 | 1
SELECT at FROM (SELECT at, row_number() OVER (ORDER BY at DESC) AS n FROM readings) s WHERE n = 1;
--| at
--| --
--| 10
SELECT at FROM (SELECT at, row_number() OVER (PARTITION BY device ORDER BY at DESC) AS n, sum(at) OVER (PARTITION BY device) AS s FROM readings) s WHERE n = 1 AND s > 5 ORDER BY at;
--| at
--| --
--|  3
--|  5
--| 10
SELECT count(*) FROM (SELECT DISTINCT ON (j) j FROM (VALUES (json '1')) AS v(j)) s;
--| ERROR 42883: json cannot be compared
--| HINT: Cast it to text.
SELECT count(*) FROM (SELECT DISTINCT ON (d) d FROM (VALUES (1.0), (1.00), (null), (null)) AS v(d)) s;
--| count
--| -----
--|     2
