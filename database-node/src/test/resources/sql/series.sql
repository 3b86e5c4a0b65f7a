-- generate_series as a table, and in the select list.

SELECT * FROM generate_series(1, 5);
--| generate_series
--| ---------------
--|               1
--|               2
--|               3
--|               4
--|               5
SELECT g FROM generate_series(1, 10, 3) g;
--|  g
--| --
--|  1
--| 10
--|  4
--|  7
SELECT g.g, i FROM generate_series(3, 1, -1) AS g, generate_series(1, 2) h(i) ORDER BY 1, 2;
--| g | i
--| --+--
--| 1 | 1
--| 1 | 2
--| 2 | 1
--| 2 | 2
--| 3 | 1
--| 3 | 2
SELECT n FROM generate_series(5, 1) AS s(n);
--| n
--| -
SELECT count(*), sum(g), min(g), max(g) FROM generate_series(1, 100000) g;
--|  count |        sum | min |    max
--| -------+------------+-----+-------
--| 100000 | 5000050000 |   1 | 100000
SELECT generate_series.generate_series FROM pg_catalog.generate_series(1, 2);
--| generate_series
--| ---------------
--|               1
--|               2
SELECT * FROM generate_series(1, 3, 0);
--| ERROR 22023: step size cannot equal zero
SELECT * FROM generate_series(1.5, 3, 0.0);
--| ERROR 22023: step size cannot equal zero
SELECT * FROM generate_series(timestamp '2024-01-01', '2024-01-02', '0 days');
--| ERROR 22023: step size cannot equal zero
SELECT * FROM generate_series(1::bigint, 3, null);
--| generate_series
--| ---------------
SELECT * FROM generate_series(null, 3);
--| generate_series
--| ---------------

-- Types: as of the arguments, of dates timestamptz; integers end where their type does.
SELECT * FROM generate_series(1.0, 2, 0.25) g;
--|    g
--| ----
--|  1.0
--| 1.25
--| 1.50
--| 1.75
--| 2.00
SELECT * FROM generate_series(1, 2.5) g;
--| g
--| -
--| 1
--| 2
SELECT * FROM generate_series(timestamp '2024-01-31', '2024-05-01', '1 month') g;
--| g
--| -------------------
--| 2024-01-31 00:00:00
--| 2024-02-29 00:00:00
--| 2024-03-29 00:00:00
--| 2024-04-29 00:00:00
SELECT * FROM generate_series(timestamptz '2024-03-30 12:00+00', '2024-04-01 12:00+00', interval '1 day') g;
--| g
--| ----------------------
--| 2024-03-30 12:00:00+00
--| 2024-03-31 12:00:00+00
--| 2024-04-01 12:00:00+00
SELECT g::date FROM generate_series(date '2024-01-03', date '2024-01-01', '-1 day') g;
--| g
--| ----------
--| 2024-01-01
--| 2024-01-02
--| 2024-01-03
SELECT * FROM generate_series(2147483645, 2147483647);
--| generate_series
--| ---------------
--|      2147483645
--|      2147483646
--|      2147483647
SELECT * FROM generate_series(9223372036854775806, 9223372036854775807);
--|     generate_series
--| -------------------
--| 9223372036854775806
--| 9223372036854775807
SELECT * FROM generate_series(-2147483647, -2147483648, -1);
--| generate_series
--| ---------------
--|     -2147483647
--|     -2147483648
SELECT * FROM generate_series('1', '5');
--| ERROR 42725 at 15: the function is not unique (function: generate_series(unknown, unknown))
--| HINT: Cast the arguments to the types that are meant.
SELECT * FROM generate_series(1, 3.0::double precision);
--| ERROR 42883 at 15: the function does not exist (function: generate_series(integer, double precision))
--| HINT: Cast the arguments to the types that are meant.
SELECT * FROM generate_series(1, 'a');
--| ERROR 22P02: invalid input syntax (type: integer, value: a)
SELECT * FROM generate_series(1);
--| ERROR 42883 at 15: the function does not exist (function: generate_series(integer))
--| HINT: Cast the arguments to the types that are meant.

-- Rows of it: what people use first.
CREATE TABLE acc (id int PRIMARY KEY, n int, v text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO acc SELECT g, g % 3, 'v' || g FROM generate_series(1, 10) g;
--| INSERT 0 10
SELECT * FROM acc ORDER BY id;
--| id | n | v
--| ---+---+----
--|  1 | 1 | v1
--|  2 | 2 | v2
--|  3 | 0 | v3
--|  4 | 1 | v4
--|  5 | 2 | v5
--|  6 | 0 | v6
--|  7 | 1 | v7
--|  8 | 2 | v8
--|  9 | 0 | v9
--| 10 | 1 | v10
INSERT INTO acc SELECT g, 1, 'again' FROM generate_series(1, 3) g ON CONFLICT (id) DO UPDATE SET v = excluded.v RETURNING *;
--| id | n | v
--| ---+---+------
--|  1 | 1 | again
--|  2 | 2 | again
--|  3 | 0 | again
--| INSERT 0 3
INSERT INTO acc SELECT generate_series(100, 102), 7, 'constant';
--| INSERT 0 3
INSERT INTO acc (id, v) SELECT g, 'x' FROM generate_series(200, 202) g RETURNING id, n, v;
--|  id | n | v
--| ----+---+--
--| 200 | ∅ | x
--| 201 | ∅ | x
--| 202 | ∅ | x
--| INSERT 0 3
CREATE TABLE days (id int PRIMARY KEY, day date);
--| CREATE TABLE
INSERT INTO days SELECT g, date '2024-01-01' + g FROM generate_series(1, 3) g;
--| INSERT 0 3
INSERT INTO days SELECT 10, '2024-02-02' FROM generate_series(1, 1);
--| INSERT 0 1
SELECT * FROM days ORDER BY id;
--| id | day
--| ---+-----------
--|  1 | 2024-01-02
--|  2 | 2024-01-03
--|  3 | 2024-01-04
--| 10 | 2024-02-02

-- Joined, and of the columns before it.
SELECT a.id, g FROM acc a, generate_series(1, a.n) g WHERE a.id < 10 ORDER BY 1, 2;
--| id | g
--| ---+--
--|  1 | 1
--|  2 | 1
--|  2 | 2
--|  4 | 1
--|  5 | 1
--|  5 | 2
--|  7 | 1
--|  8 | 1
--|  8 | 2
SELECT a.id, g FROM acc a CROSS JOIN LATERAL generate_series(1, a.n) AS g(g) WHERE a.id = 2 ORDER BY 1, 2;
--| id | g
--| ---+--
--|  2 | 1
--|  2 | 2
SELECT a.id, g FROM acc a LEFT JOIN generate_series(1, a.n) g ON true WHERE a.id < 4 ORDER BY 1, 2;
--| id | g
--| ---+--
--|  1 | 1
--|  2 | 1
--|  2 | 2
--|  3 | ∅
SELECT g, a.v FROM generate_series(8, 12) g LEFT JOIN acc a ON a.id = g ORDER BY 1;
--|  g | v
--| ---+----
--|  8 | v8
--|  9 | v9
--| 10 | v10
--| 11 | ∅
--| 12 | ∅
SELECT g, a.v FROM generate_series(3, 5) g JOIN acc a ON a.id = g ORDER BY 1;
--| g | v
--| --+------
--| 3 | again
--| 4 | v4
--| 5 | v5
SELECT * FROM generate_series(1, 3) a, generate_series(a, 3) b ORDER BY 1, 2;
--| a | b
--| --+--
--| 1 | 1
--| 1 | 2
--| 1 | 3
--| 2 | 2
--| 2 | 3
--| 3 | 3
SELECT sum(id) FROM acc WHERE id IN (SELECT g * 2 FROM generate_series(1, 3) g);
--| sum
--| ---
--|  12
SELECT (SELECT count(*) FROM generate_series(1, a.id)) FROM acc a ORDER BY 1 LIMIT 3;
--| count
--| -----
--|     1
--|     2
--|     3
SELECT d::date, count(id) FROM generate_series(date '2024-01-01', '2024-01-04', '1 day') d LEFT JOIN days ON day = d::date GROUP BY d ORDER BY d;
--| d          | count
--| -----------+------
--| 2024-01-01 |     0
--| 2024-01-02 |     1
--| 2024-01-03 |     1
--| 2024-01-04 |     1
CREATE VIEW calendar AS SELECT d::date AS day FROM generate_series(timestamp '2024-01-01', timestamp '2024-01-05', interval '1 day') d;
--| CREATE VIEW
SELECT day FROM calendar WHERE day > '2024-01-03' ORDER BY 1;
--| day
--| ----------
--| 2024-01-04
--| 2024-01-05
WITH RECURSIVE r(i) AS (SELECT g FROM generate_series(1, 2) g UNION ALL SELECT i + 2 FROM r WHERE i < 5) SELECT * FROM r ORDER BY 1;
--| i
--| -
--| 1
--| 2
--| 3
--| 4
--| 5
--| 6

-- In a select list it stands in FROM too.
SELECT generate_series(1, 3);
--| generate_series
--| ---------------
--|               1
--|               2
--|               3
SELECT generate_series(1, 3) AS x ORDER BY x DESC LIMIT 2;
--| x
--| -
--| 3
--| 2
SELECT id, generate_series(1, n) * 10 AS t FROM acc WHERE id < 6 ORDER BY 1, 2;
--| id |  t
--| ---+---
--|  1 | 10
--|  2 | 10
--|  2 | 20
--|  4 | 10
--|  5 | 10
--|  5 | 20
SELECT acc.*, generate_series(1, 2) FROM acc WHERE id = 4;
--| id | n | v  | generate_series
--| ---+---+----+----------------
--|  4 | 1 | v4 |               1
--|  4 | 1 | v4 |               2
SELECT date '2024-01-01' + generate_series(0, 2);
--| ?column?
--| ----------
--| 2024-01-01
--| 2024-01-02
--| 2024-01-03
SELECT generate_series(1, 2), generate_series(1, 2) + 1;
--| generate_series | ?column?
--| ----------------+---------
--|               1 |        2
--|               2 |        3
SELECT DISTINCT generate_series(1, 4) % 2 ORDER BY 1;
--| ?column?
--| --------
--|        0
--|        1
SELECT x.g FROM (SELECT generate_series(1, 3) AS g) x WHERE x.g > 1;
--| g
--| -
--| 2
--| 3
SELECT 1 UNION ALL SELECT generate_series(2, 3) ORDER BY 1;
--| ?column?
--| --------
--|        1
--|        2
--|        3
SELECT 2 IN (SELECT generate_series(1, 3));
--| ?column?
--| --------
--| t
SELECT generate_series(1, 2), generate_series(1, 3);
--| ERROR 0A000: several series in one select list are not supported
--| HINT: Put generate_series into FROM.
SELECT count(*), generate_series(1, 2) FROM acc;
--| ERROR 0A000: generate_series in a select list beside groups, windows or DISTINCT ON is not supported
--| HINT: Put generate_series into FROM.
SELECT *, generate_series(1, 2) FROM acc;
--| ERROR 0A000: generate_series in a select list beside a star is not supported
--| HINT: Put generate_series into FROM.
SELECT CASE WHEN true THEN generate_series(1, 2) END;
--| ERROR 0A000: set-returning functions are not allowed in CASE and COALESCE
--| HINT: Put generate_series into FROM.
SELECT id FROM acc WHERE generate_series(1, 2) = 1;
--| ERROR 0A000 at 26: set-returning functions are not allowed here
--| HINT: Put generate_series into FROM.
UPDATE acc SET n = generate_series(1, 2);
--| ERROR 0A000: this part of a change sees its row only
--| HINT: Use values and the columns of the row itself; no subqueries.
INSERT INTO acc VALUES (generate_series(300, 301), 1, 'x');
--| ERROR 0A000: VALUES cannot look at tables yet
--| HINT: Use values, parameters and functions; no subqueries.
CREATE TABLE defaulted (id int PRIMARY KEY, n int DEFAULT generate_series(1, 2));
--| ERROR 0A000: VALUES cannot look at tables yet
--| HINT: Use values, parameters and functions; no subqueries.
SELECT * FROM generate_series(1, 3) WITH ORDINALITY;
--| ERROR 0A000: this part of SQL is not supported (feature: WITH ORDINALITY)
--| HINT: Use row_number() OVER () in the select list.
