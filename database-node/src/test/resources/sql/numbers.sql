-- Numbers: their limits, their arithmetic, their text.

CREATE TABLE n (id integer PRIMARY KEY, s smallint, i integer, b bigint, r real, d double precision, x numeric(6, 2), y numeric)
PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO n VALUES
  (1, 32767, 2147483647, 9223372036854775807, 1.5, 0.1, 1234.56, 12345678901234567890.123456789),
  (2, -32768, -2147483648, -9223372036854775808, -1e30, 1e300, -9999.994, 0.000),
  (3, 0, 0, 0, 0, 'Infinity', 0.005, 1e10);
--| INSERT 0 3
SELECT * FROM n ORDER BY id;
--| id |      s |           i |                    b |      r |        d |        x |                              y
--| ---+--------+-------------+----------------------+--------+----------+----------+-------------------------------
--|  1 |  32767 |  2147483647 |  9223372036854775807 |    1.5 |      0.1 |  1234.56 | 12345678901234567890.123456789
--|  2 | -32768 | -2147483648 | -9223372036854775808 | -1e+30 |   1e+300 | -9999.99 |                          0.000
--|  3 |      0 |           0 |                    0 |      0 | Infinity |     0.01 |                    10000000000
INSERT INTO n (id, s) VALUES (4, 32768);
--| ERROR 22003: value is out of range (type: smallint, value: 32768)
INSERT INTO n (id, i) VALUES (4, 2147483648);
--| ERROR 22003: value is out of range (type: integer, value: 2147483648)
INSERT INTO n (id, b) VALUES (4, 9223372036854775808);
--| ERROR 22003: value is out of range (type: bigint)
INSERT INTO n (id, x) VALUES (4, 9999.995);
--| ERROR 22003: numeric field overflow (type: numeric(6,2))
INSERT INTO n (id, r) VALUES (4, 1e39);
--| ERROR 22003: value is out of range (type: real)
INSERT INTO n (id, d) VALUES (4, 1e400);
--| ERROR 22003: value is out of range (type: double precision)
INSERT INTO n (id, i) VALUES (4, 'seven');
--| ERROR 22P02: invalid input syntax (type: integer, value: seven)
INSERT INTO n (id, i) VALUES (4, 2.5), (5, 3.5), (6, -2.5);
--| INSERT 0 3
SELECT id, i FROM n WHERE id > 3 ORDER BY id;
--| id |  i
--| ---+---
--|  4 |  3
--|  5 |  4
--|  6 | -3
UPDATE n SET i = i + 1 WHERE id = 1;
--| ERROR 22003: value is out of range (type: integer, value: 2147483648)
UPDATE n SET s = s - 1 WHERE id = 2;
--| ERROR 22003: value is out of range (type: smallint, value: -32769)
UPDATE n SET b = -b WHERE id = 2;
--| ERROR 22003: value is out of range (type: bigint)
SELECT i FROM n WHERE id = 1;
--|          i
--| ----------
--| 2147483647

-- Arithmetic.

SELECT 7 / 2 AS q, 7 % 2 AS r, -7 / 2 AS nq, -7 % 2 AS nr, 7.0 / 2 AS d, 7 / 2.0 AS d2, 2 * 3 + 4 AS p;
--| q | r | nq | nr |                  d |                 d2 |  p
--| --+---+----+----+--------------------+--------------------+---
--| 3 | 1 | -3 | -1 | 3.5000000000000000 | 3.5000000000000000 | 10
SELECT 1 / 3.0 AS third, 10.0 / 3 AS x, 2.50 * 1.1 AS product, 1.10 + 2.2 AS s, 5.5 % 2 AS rest;
--|                  third |                  x | product |    s | rest
--| -----------------------+--------------------+---------+------+-----
--| 0.33333333333333333333 | 3.3333333333333333 |   2.750 | 3.30 |  1.5
SELECT 1 / 0;
--| ERROR 22012: division by zero
SELECT 1 % 0;
--| ERROR 22012: division by zero
SELECT 1.0 / 0;
--| ERROR 22012: division by zero
SELECT 1e0 / 0;
--| ERROR 22012: division by zero
SELECT id / (id - 2) FROM n WHERE id < 3;
--| ERROR 22012: division by zero
SELECT 2147483647 + 1;
--| ERROR 22003: value is out of range (type: integer, value: 2147483648)
SELECT 2147483647::bigint + 1 AS fits;
--|       fits
--| ----------
--| 2147483648
SELECT 9223372036854775807 + 1;
--| ERROR 22003: value is out of range (type: bigint)
SELECT -(-32768)::smallint;
--| ERROR 22003: value is out of range (type: smallint, value: 32768)
SELECT 32767::smallint + 1::smallint;
--| ERROR 22003: value is out of range (type: smallint, value: 32768)
SELECT 2147483648 * 2 AS big, 100000 * 100000::bigint AS b;
--|        big |           b
--| -----------+------------
--| 4294967296 | 10000000000
SELECT 100000 * 100000;
--| ERROR 22003: value is out of range (type: integer, value: 10000000000)
SELECT abs(-2147483648);
--| ERROR 22003: value is out of range (type: integer, value: 2147483648)
SELECT abs((-2147483647)::integer) AS a, sign(-2.5) AS s, mod(7, 3) AS m, power(2, 10) AS p, sqrt(2e0::double precision) AS q;
--|          a |  s | m |    p |                  q
--| -----------+----+---+------+-------------------
--| 2147483647 | -1 | 1 | 1024 | 1.4142135623730951
SELECT round(2.5) AS a, round(-2.5) AS b, round(2.567, 2) AS c, trunc(-2.9) AS d, ceil(2.1) AS e, floor(-2.1) AS f, round(2.5::double precision) AS g;
--| a |  b |    c |  d | e |  f | g
--| --+----+------+----+---+----+--
--| 3 | -3 | 2.57 | -2 | 3 | -3 | 2
SELECT sqrt(-1);
--| ERROR 2201F: cannot take square root of a negative number
SELECT ln(0);
--| ERROR 2201E: cannot take logarithm of zero
SELECT power(0, -1);
--| ERROR 2201F: zero raised to a negative power is undefined
SELECT log(100) AS l, pi() AS p, degrees(pi()) AS d, sin(0e0::double precision) AS s;
--| l |                 p |   d | s
--| --+-------------------+-----+--
--| 2 | 3.141592653589793 | 180 | 0
SELECT 0.1::double precision + 0.2::double precision AS d, 0.1::real + 0.2::real AS r, 0.1 + 0.2 AS n;
--|                   d |   r |   n
--| --------------------+-----+----
--| 0.30000000000000004 | 0.3 | 0.3
SELECT 1e15::double precision AS a, 1e16::double precision AS b, 1e-4::double precision AS c, 1e-5::double precision AS d, 123456789::real AS e;
--|     a |     b |      c |     d |             e
--| ------+-------+--------+-------+--------------
--| 1e+15 | 1e+16 | 0.0001 | 1e-05 | 1.2345679e+08

-- Casts.

SELECT i::numeric / 2 AS half, (i / 2.0)::integer AS rounded, (i / 2e0::double precision)::integer AS even FROM n WHERE id IN (4, 5, 6) ORDER BY id;
--|                half | rounded | even
--| --------------------+---------+-----
--|  1.5000000000000000 |       2 |    2
--|  2.0000000000000000 |       2 |    2
--| -1.5000000000000000 |      -2 |   -2
SELECT '12'::integer AS a, ' 12 '::smallint AS b, 12::text AS c, 1.50::text AS d, 1.5e0::text AS e;
--|  a |  b | c  | d    | e
--| ---+----+----+------+----
--| 12 | 12 | 12 | 1.50 | 1.5
SELECT CAST('x' AS integer);
--| ERROR 22P02: invalid input syntax (type: integer, value: x)
SELECT '2147483648'::integer;
--| ERROR 22003: value is out of range (type: integer, value: 2147483648)
SELECT 40000::smallint;
--| ERROR 22003: value is out of range (type: smallint, value: 40000)
SELECT 1e10::integer;
--| ERROR 22003: value is out of range (type: integer, value: 10000000000)
SELECT true::integer AS t, 0::boolean AS f, 7::boolean AS seven;
--| t | f | seven
--| --+---+------
--| 1 | f | t
SELECT x::numeric(5, 1) AS a, x::numeric(10, 4) AS b, x::text AS c FROM n WHERE id = 1;
--|      a |         b | c
--| -------+-----------+--------
--| 1234.6 | 1234.5600 | 1234.56
SELECT 12345.6::numeric(6, 2);
--| ERROR 22003: numeric field overflow (type: numeric(6,2))
SELECT 2.5::integer AS a, 3.5::integer AS b, -2.5::integer AS c, 2.5::double precision::integer AS d, 3.5::real::bigint AS e;
--| a | b |  c | d | e
--| --+---+----+---+--
--| 3 | 4 | -3 | 2 | 4
SELECT '1e3'::numeric AS a, 1.50::numeric AS b, 1234.567::numeric(6, 2) AS c, 0.5::numeric(3) AS d, 1.5::numeric(3) AS e, 12.3::numeric(10, 4) AS f;
--|    a |    b |       c | d | e |       f
--| -----+------+---------+---+---+--------
--| 1000 | 1.50 | 1234.57 | 1 | 2 | 12.3000
SELECT 'NaN'::double precision AS nan, 'Infinity'::real AS inf, '-Infinity'::double precision AS ninf, 'NaN'::double precision = 'NaN'::double precision AS eq;
--| nan |      inf |      ninf | eq
--| ----+----------+-----------+---
--| NaN | Infinity | -Infinity | t
SELECT 'NaN'::double precision::integer;
--| ERROR 22003: value is out of range (type: integer)

-- Aggregates: types and limits.

SELECT sum(s) AS s, sum(i) AS i, sum(b) AS b, sum(x) AS x, avg(s) AS a FROM n WHERE id < 4;
--|  s |  i |  b |        x |                       a
--| ---+----+----+----------+------------------------
--| -1 | -1 | -1 | -8765.42 | -0.33333333333333333333
SELECT avg(id) AS a, avg(x) AS b FROM n WHERE id < 3;
--|                  a |                      b
--| -------------------+-----------------------
--| 1.5000000000000000 | -4382.7150000000000000
SELECT stddev(id) AS sd, variance(id) AS v, stddev_pop(id) AS sp, var_pop(id) AS vp FROM n WHERE id <= 4;
--|                 sd |                  v |                 sp |                 vp
--| -------------------+--------------------+--------------------+-------------------
--| 1.2909944487358056 | 1.6666666666666667 | 1.1180339887498948 | 1.2500000000000000
SELECT sum(b) FROM (VALUES (9223372036854775807), (1)) AS v (b);
--|                 sum
--| -------------------
--| 9223372036854775808
SELECT min(r), max(d), min(y), max(y) FROM n WHERE id < 4;
--|    min |      max |   min |                            max
--| -------+----------+-------+-------------------------------
--| -1e+30 | Infinity | 0.000 | 12345678901234567890.123456789

-- A scale lasts, also where another cast follows.
CREATE TABLE scales (k integer PRIMARY KEY, s smallint, b bigint, n numeric(7,2), r real) PARTITION BY HASH (k);
--| CREATE TABLE
INSERT INTO scales VALUES (1004, 7, 5, 2.25, 0.1), (3, NULL, 6, 2.5, 0.25);
--| INSERT 0 2
SELECT k::numeric(12,1)::numeric, s::numeric(7,2)::numeric, b::numeric(25,3)::numeric, n::numeric(10,4)::numeric FROM scales ORDER BY k;
--|      k |    s |     b |      n
--| -------+------+-------+-------
--|    3.0 |    ∅ | 6.000 | 2.5000
--| 1004.0 | 7.00 | 5.000 | 2.2500
SELECT k::numeric(12,1)::text, k::numeric(12,1)::varchar(9), n::numeric(10,4)::text, k::numeric(12,1)::integer, k::numeric(12,0)::text FROM scales ORDER BY scales.k;
--| k      | k      | n      |    k | k
--| -------+--------+--------+------+-----
--| 3.0    | 3.0    | 2.5000 |    3 | 3
--| 1004.0 | 1004.0 | 2.2500 | 1004 | 1004
SELECT CASE WHEN k > 5 THEN k::numeric(12,1) ELSE n END, coalesce(s::numeric(6,1), b::numeric), coalesce(k::numeric(12,1), k * 1.0) FROM scales ORDER BY k;
--|      n | coalesce | coalesce
--| -------+----------+---------
--|   2.50 |        6 |      3.0
--| 1004.0 |      7.0 |   1004.0
SELECT k::numeric(12,1) FROM scales UNION ALL SELECT n::numeric FROM scales ORDER BY 1;
--|      k
--| ------
--|   2.25
--|   2.50
--|    3.0
--| 1004.0
SELECT r::double precision::text, r::double precision::numeric, r::numeric FROM scales ORDER BY k;
--| r                   |                 r |    r
--| --------------------+-------------------+-----
--| 0.25                |              0.25 | 0.25
--| 0.10000000149011612 | 0.100000001490116 |  0.1
SELECT k::numeric(12,1), k::numeric(12,2), k::numeric(12,1)::numeric(14,4) FROM scales WHERE k::numeric(12,1) = 1004 AND k::numeric(12,2) = 1004.00;
--|      k |       k |         k
--| -------+---------+----------
--| 1004.0 | 1004.00 | 1004.0000
SELECT count(*), k::numeric(12,1)::numeric FROM scales GROUP BY k::numeric(12,1)::numeric ORDER BY 2;
--| count |      k
--| ------+-------
--|     1 |    3.0
--|     1 | 1004.0
INSERT INTO scales (k, n) SELECT k + 1, s FROM scales WHERE s IS NOT NULL RETURNING n, n::numeric;
--|    n |    n
--| -----+-----
--| 7.00 | 7.00
--| INSERT 0 1
DROP TABLE scales;
--| DROP TABLE
