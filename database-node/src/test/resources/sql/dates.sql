-- Dates and times.

SELECT extract(year FROM date '2026-11-23') AS y, extract(dow FROM date '2026-11-22') AS dow, extract(isodow FROM date '2026-11-22') AS isodow, extract(week FROM date '2026-01-01') AS week, extract(doy FROM date '2026-03-01') AS doy, extract(quarter FROM date '2026-11-23') AS q;
--|    y | dow | isodow | week | doy | q
--| -----+-----+--------+------+-----+--
--| 2026 |   0 |      7 |    1 |  60 | 4
SELECT age(timestamp '2026-11-23', timestamp '2025-10-20') AS age, make_date(2026, 2, 28) AS m;
--| age                 | m
--| --------------------+-----------
--| 1 year 1 mon 3 days | 2026-02-28
SELECT extract(second FROM timestamp '2026-11-23 12:34:56.789') AS s, extract(epoch FROM timestamp '1970-01-02 00:00:00') AS epoch, date_part('hour', timestamp '2026-11-23 12:34:56') AS h;
--|         s |        epoch |  h
--| ----------+--------------+---
--| 56.789000 | 86400.000000 | 12
SELECT date_trunc('month', timestamp '2026-11-23 12:34:56') AS m, date_trunc('hour', timestamp '2026-11-23 12:34:56') AS h, date_trunc('week', timestamp '2026-11-22 12:00:00') AS w, date_trunc('quarter', timestamp '2026-11-23 00:00:00') AS q;
--| m                   | h                   | w                   | q
--| --------------------+---------------------+---------------------+--------------------
--| 2026-11-01 00:00:00 | 2026-11-23 12:00:00 | 2026-11-16 00:00:00 | 2026-10-01 00:00:00
SELECT to_char(timestamp '2026-11-03 15:04:05', 'YYYY-MM-DD HH24:MI:SS') AS a, to_char(timestamp '2026-11-03 15:04:05', 'Dy DD Mon YYYY HH12:MI AM') AS b, to_char(1234.5, '9,999.99') AS c, to_char(7, '000') AS d;
--| a                   | b                        | c         | d
--| --------------------+--------------------------+-----------+-----
--| 2026-11-03 15:04:05 | Tue 03 Nov 2026 03:04 PM |  1,234.50 |  007
SELECT make_date(2026, 2, 30);
--| ERROR 22008: date field value out of range (year: 2026, month: 2, day: 30)
SELECT date_trunc('nothing', timestamp '2026-01-01 00:00:00');
--| ERROR 22023: the field is not known for this type (field: nothing)
SELECT date '2026-01-01' < date '2026-01-02' AS lt, date '2026-01-01' BETWEEN '2025-01-01' AND '2026-12-31' AS between, timestamp '2026-01-01 00:00:00' = date '2026-01-01' AS eq;
--| lt | between | eq
--| ---+---------+---
--| t  | t       | t
SELECT now() = current_timestamp AS same, current_date = now()::date AS today, now() IS NOT NULL AS is;
--| same | today | is
--| -----+-------+---
--| t    | t     | t

-- Timestamps with time zone are moments; the session's zone shows them.

CREATE TABLE moments (id integer PRIMARY KEY, tz timestamptz) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO moments VALUES (1, '2026-07-01 12:00:00+00'), (2, '2026-12-01 12:00:00 Europe/Berlin'), (3, '2026-03-29 01:30:00-05');
--| INSERT 0 3
SELECT * FROM moments ORDER BY id;
--| id | tz
--| ---+-----------------------
--|  1 | 2026-07-01 12:00:00+00
--|  2 | 2026-12-01 11:00:00+00
--|  3 | 2026-03-29 06:30:00+00
SET TimeZone = 'Europe/Berlin';
--| SET
SELECT * FROM moments ORDER BY id;
--| id | tz
--| ---+-----------------------
--|  1 | 2026-07-01 14:00:00+02
--|  2 | 2026-12-01 12:00:00+01
--|  3 | 2026-03-29 08:30:00+02
INSERT INTO moments VALUES (4, '2026-07-01 12:00:00');
--| INSERT 0 1
SELECT id, tz::date AS d, tz::time AS t, tz::timestamp AS ts, extract(hour FROM tz) AS h FROM moments ORDER BY id;
--| id | d          | t        | ts                  |  h
--| ---+------------+----------+---------------------+---
--|  1 | 2026-07-01 | 14:00:00 | 2026-07-01 14:00:00 | 14
--|  2 | 2026-12-01 | 12:00:00 | 2026-12-01 12:00:00 | 12
--|  3 | 2026-03-29 | 08:30:00 | 2026-03-29 08:30:00 |  8
--|  4 | 2026-07-01 | 12:00:00 | 2026-07-01 12:00:00 | 12
SET TimeZone = 'America/New_York';
--| SET
SELECT * FROM moments WHERE tz >= '2026-07-01' ORDER BY id;
--| id | tz
--| ---+-----------------------
--|  1 | 2026-07-01 08:00:00-04
--|  2 | 2026-12-01 06:00:00-05
--|  4 | 2026-07-01 06:00:00-04
SELECT date_trunc('day', tz) AS day, count(*) FROM moments GROUP BY 1 ORDER BY 1;
--| day                    | count
--| -----------------------+------
--| 2026-03-29 00:00:00-04 |     1
--| 2026-07-01 00:00:00-04 |     2
--| 2026-12-01 00:00:00-05 |     1
