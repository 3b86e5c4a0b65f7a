-- Aggregates straight from stored numbers, and the same by way of expressions.
CREATE TABLE n (id BIGINT PRIMARY KEY, g INT, s SMALLINT, b BIGINT, d DATE, t TIMESTAMP, f DOUBLE PRECISION, x TEXT) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO n VALUES (1, 1, 10, 9223372036854775807, '2026-01-01', '2026-01-01 10:00', 1.5, 'a'), (2, 1, -10, 9223372036854775807, '2025-01-01', NULL, 'NaN', NULL), (3, -1, NULL, NULL, NULL, '1999-01-01', NULL, 'c'), (4, NULL, 3, -5, '2024-02-29', '2030-01-01', -0.5, 'd'), (5, NULL, 4, 7, NULL, NULL, 'Infinity', NULL), (6, -1, 32767, -9223372036854775808, '1900-01-01', 'infinity', 2, 'f');
--| INSERT 0 6
SELECT g, count(*), count(s), count(x), sum(s), sum(b), avg(s), avg(b), min(b), max(b) FROM n GROUP BY g ORDER BY g;
--|  g | count | count | count |   sum |                  sum |                    avg |                    avg |                  min |                  max
--| ---+-------+-------+-------+-------+----------------------+------------------------+------------------------+----------------------+---------------------
--| -1 |     2 |     1 |     2 | 32767 | -9223372036854775808 |     32767.000000000000 |   -9223372036854775808 | -9223372036854775808 | -9223372036854775808
--|  1 |     2 |     2 |     1 |     0 | 18446744073709551614 | 0.00000000000000000000 |    9223372036854775807 |  9223372036854775807 |  9223372036854775807
--|  ∅ |     2 |     2 |     1 |     7 |                    2 |     3.5000000000000000 | 1.00000000000000000000 |                   -5 |                    7
SELECT g, min(d), max(d), min(t), max(t), min(s), max(s) FROM n GROUP BY g ORDER BY g;
--|  g | min        | max        | min                 | max                 |   min |   max
--| ---+------------+------------+---------------------+---------------------+-------+------
--| -1 | 1900-01-01 | 1900-01-01 | 1999-01-01 00:00:00 | infinity            | 32767 | 32767
--|  1 | 2025-01-01 | 2026-01-01 | 2026-01-01 10:00:00 | 2026-01-01 10:00:00 |   -10 |    10
--|  ∅ | 2024-02-29 | 2024-02-29 | 2030-01-01 00:00:00 | 2030-01-01 00:00:00 |     3 |     4
SELECT g, sum(f), avg(f), min(f), max(f), count(f) FROM n GROUP BY g ORDER BY g;
--|  g |      sum |      avg |  min |      max | count
--| ---+----------+----------+------+----------+------
--| -1 |        2 |        2 |    2 |        2 |     1
--|  1 |      NaN |      NaN |  1.5 |      NaN |     2
--|  ∅ | Infinity | Infinity | -0.5 | Infinity |     2
SELECT g, stddev_samp(s), var_pop(b), stddev_pop(f) FROM n WHERE f <> 'NaN' AND f <> 'Infinity' GROUP BY g ORDER BY g;
--|  g | stddev_samp | var_pop | stddev_pop
--| ---+-------------+---------+-----------
--| -1 |           ∅ |       0 |          0
--|  1 |           ∅ |       0 |          0
--|  ∅ |           ∅ |       0 |          0
SELECT count(*), count(s), sum(s), sum(b), avg(b), min(d), max(t), sum(f) FROM n WHERE f < 10;
--| count | count |   sum | sum |                 avg | min        | max      | sum
--| ------+-------+-------+-----+---------------------+------------+----------+----
--|     3 |     3 | 32780 |  -6 | -2.0000000000000000 | 1900-01-01 | infinity |   3
SELECT count(*), sum(s), max(t) FROM n WHERE id > 100;
--| count | sum | max
--| ------+-----+----
--|     0 |   ∅ | ∅
SELECT s, count(*) FROM n WHERE x >= 'c' GROUP BY s ORDER BY s;
--|     s | count
--| ------+------
--|     3 |     1
--| 32767 |     1
--|     ∅ |     1
SELECT d, count(*), sum(g) FROM n GROUP BY d ORDER BY d;
--| d          | count | sum
--| -----------+-------+----
--| 1900-01-01 |     1 |  -1
--| 2024-02-29 |     1 |   ∅
--| 2025-01-01 |     1 |   1
--| 2026-01-01 |     1 |   1
--| ∅          |     2 |  -1
SELECT b, count(*) FROM n GROUP BY b ORDER BY b;
--|                    b | count
--| ---------------------+------
--| -9223372036854775808 |     1
--|                   -5 |     1
--|                    7 |     1
--|  9223372036854775807 |     2
--|                    ∅ |     1
SELECT g + 0 AS h, count(*), sum(s + 0), sum(b + 0), avg(s + 0), min(b + 0) FROM n WHERE id < 6 AND id <> 3 GROUP BY g + 0 ORDER BY h;
--| h | count | sum |                  sum |                    avg |                 min
--| --+-------+-----+----------------------+------------------------+--------------------
--| 1 |     2 |   0 | 18446744073709551614 | 0.00000000000000000000 | 9223372036854775807
--| ∅ |     2 |   7 |                    2 |     3.5000000000000000 |                  -5
SELECT f, count(*) FROM n GROUP BY f ORDER BY f;
--|        f | count
--| ---------+------
--|     -0.5 |     1
--|      1.5 |     1
--|        2 |     1
--| Infinity |     1
--|      NaN |     1
--|        ∅ |     1
SELECT g, sum(CAST(s AS BIGINT)), sum(CAST(s AS INTEGER)), max(CAST(b AS NUMERIC)) FROM n GROUP BY g ORDER BY g;
--|  g |   sum |   sum |                  max
--| ---+-------+-------+---------------------
--| -1 | 32767 | 32767 | -9223372036854775808
--|  1 |     0 |     0 |  9223372036854775807
--|  ∅ |     7 |     7 |                    7
SELECT sum(CAST(b AS INTEGER)) FROM n;
--| ERROR 22003: value is out of range (type: integer, value: -9223372036854775808)
UPDATE n SET b = 9223372036854775807, g = 2147483647;
--| UPDATE 6
SELECT sum(b), avg(b), sum(g), avg(g) FROM n;
--|                  sum |                 avg |         sum |                 avg
--| ---------------------+---------------------+-------------+--------------------
--| 55340232221128654842 | 9223372036854775807 | 12884901882 | 2147483647.00000000
BEGIN;
--| BEGIN
UPDATE n SET g = 7 WHERE id < 3;
--| UPDATE 2
SELECT g, count(*), sum(s) FROM n GROUP BY g ORDER BY g;
--|          g | count |   sum
--| -----------+-------+------
--|          7 |     2 |     0
--| 2147483647 |     4 | 32774
ROLLBACK;
--| ROLLBACK
SELECT x, min(g), max(s) FROM n GROUP BY x HAVING count(*) > 0 ORDER BY x;
--| x |        min |   max
--| --+------------+------
--| a | 2147483647 |    10
--| c | 2147483647 |     ∅
--| d | 2147483647 |     3
--| f | 2147483647 | 32767
--| ∅ | 2147483647 |     4
