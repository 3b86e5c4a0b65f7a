-- Materialized views: kept up with every change, inside its transaction.

CREATE TABLE airlines (code text PRIMARY KEY, name text NOT NULL);
--| CREATE TABLE

CREATE TABLE flights (id int PRIMARY KEY, carrier text, dest text, delay int, cost numeric(8,2), day date) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO airlines VALUES ('AA', 'American'), ('UA', 'United'), ('DL', 'Delta');
--| INSERT 0 3

INSERT INTO flights VALUES (1, 'AA', 'JFK', 10, 100.50, '2024-01-01'), (2, 'AA', 'LAX', -5, 200.25, '2024-01-01'), (3, 'UA', 'JFK', NULL, 50.00, '2024-01-02'), (4, 'DL', 'SFO', 30, NULL, '2024-01-02'), (5, NULL, 'SFO', 7, 10.00, NULL);
--| INSERT 0 5

CREATE MATERIALIZED VIEW by_carrier AS SELECT carrier, count(*) AS flights, count(delay) AS delays, sum(delay) AS delay, avg(delay) AS mean, min(delay) AS least, max(delay) AS most, sum(cost) AS cost, avg(cost) AS mean_cost FROM flights GROUP BY carrier;
--| CREATE MATERIALIZED VIEW

SELECT * FROM by_carrier ORDER BY carrier;
--| carrier | flights | delays | delay |                mean | least | most |   cost |            mean_cost
--| --------+---------+--------+-------+---------------------+-------+------+--------+---------------------
--| AA      |       2 |      2 |     5 |  2.5000000000000000 |    -5 |   10 | 300.75 | 150.3750000000000000
--| DL      |       1 |      1 |    30 | 30.0000000000000000 |    30 |   30 |      ∅ |                    ∅
--| UA      |       1 |      0 |     ∅ |                   ∅ |     ∅ |    ∅ |  50.00 |  50.0000000000000000
--| ∅       |       1 |      1 |     7 |  7.0000000000000000 |     7 |    7 |  10.00 |  10.0000000000000000

SELECT flights FROM by_carrier WHERE carrier = 'AA';
--| flights
--| -------
--|       2

EXPLAIN SELECT flights FROM by_carrier WHERE carrier = 'AA';
--| QUERY PLAN
--| ------------------------------------------
--| AllPartitions
--|   Project[#1]
--|     Aggregate[FINAL, by #0: SUM(#1)]
--|       Gather
--|         Aggregate[PARTIAL, by #0: SUM(#1)]
--|           KeyScan[by_carrier, = 0, = 'AA']

EXPLAIN SELECT * FROM by_carrier;
--| QUERY PLAN
--| ---------------------------------------------------------------------------------------------------------
--| AllPartitions
--|   Project[#0, #1, case(1), #3, DIVIDE(#3::numeric, #4::numeric), #5, #6, #7, DIVIDE(#7, #8::numeric)]
--|     Aggregate[FINAL, by #0: SUM(#1), SUM(#2), SUM(#3), SUM(#4), MIN(#5), MAX(#6), SUM(#7), SUM(#8)]
--|       Gather
--|         Aggregate[PARTIAL, by #0: SUM(#1), SUM(#2), SUM(#3), SUM(#4), MIN(#5), MAX(#6), SUM(#7), SUM(#8)]
--|           KeyScan[by_carrier, = 0]

INSERT INTO flights VALUES (6, 'AA', 'SFO', 99, 1.00, '2024-01-03');
--| INSERT 0 1

UPDATE flights SET delay = -7 WHERE id = 1;
--| UPDATE 1

DELETE FROM flights WHERE id = 2;
--| DELETE 1

SELECT carrier, count(*), count(delay), sum(delay), avg(delay), min(delay), max(delay), sum(cost), avg(cost) FROM flights GROUP BY carrier ORDER BY carrier;
--| carrier | count | count | sum |                 avg | min | max |    sum |                 avg
--| --------+-------+-------+-----+---------------------+-----+-----+--------+--------------------
--| AA      |     2 |     2 |  92 | 46.0000000000000000 |  -7 |  99 | 101.50 | 50.7500000000000000
--| DL      |     1 |     1 |  30 | 30.0000000000000000 |  30 |  30 |      ∅ |                   ∅
--| UA      |     1 |     0 |   ∅ |                   ∅ |   ∅ |   ∅ |  50.00 | 50.0000000000000000
--| ∅       |     1 |     1 |   7 |  7.0000000000000000 |   7 |   7 |  10.00 | 10.0000000000000000

SELECT * FROM by_carrier ORDER BY carrier;
--| carrier | flights | delays | delay |                mean | least | most |   cost |           mean_cost
--| --------+---------+--------+-------+---------------------+-------+------+--------+--------------------
--| AA      |       2 |      2 |    92 | 46.0000000000000000 |    -7 |   99 | 101.50 | 50.7500000000000000
--| DL      |       1 |      1 |    30 | 30.0000000000000000 |    30 |   30 |      ∅ |                   ∅
--| UA      |       1 |      0 |     ∅ |                   ∅ |     ∅ |    ∅ |  50.00 | 50.0000000000000000
--| ∅       |       1 |      1 |     7 |  7.0000000000000000 |     7 |    7 |  10.00 | 10.0000000000000000

DELETE FROM flights WHERE carrier = 'UA';
--| DELETE 1

UPDATE flights SET carrier = 'DL' WHERE id = 6;
--| UPDATE 1

SELECT * FROM by_carrier ORDER BY carrier;
--| carrier | flights | delays | delay |                mean | least | most |   cost |              mean_cost
--| --------+---------+--------+-------+---------------------+-------+------+--------+-----------------------
--| AA      |       1 |      1 |    -7 | -7.0000000000000000 |    -7 |   -7 | 100.50 |   100.5000000000000000
--| DL      |       2 |      2 |   129 | 64.5000000000000000 |    30 |   99 |   1.00 | 1.00000000000000000000
--| ∅       |       1 |      1 |     7 |  7.0000000000000000 |     7 |    7 |  10.00 |    10.0000000000000000

-- Without groups there is one row always.
CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n, sum(delay) AS delay, max(day) AS latest FROM flights;
--| CREATE MATERIALIZED VIEW

SELECT * FROM totals;
--| n | delay | latest
--| --+-------+-----------
--| 4 |   129 | 2024-01-03

-- Joined with a replicated table: whose changes cost the view nothing, and are seen at once.
CREATE MATERIALIZED VIEW by_airline (airline, n, worst) AS SELECT a.name, count(*), max(f.delay) FROM flights f JOIN airlines a ON a.code = f.carrier WHERE f.delay > 0 GROUP BY a.name;
--| CREATE MATERIALIZED VIEW

SELECT * FROM by_airline ORDER BY airline;
--| airline | n | worst
--| --------+---+------
--| Delta   | 2 |    99

UPDATE airlines SET name = 'Delta Air Lines' WHERE code = 'DL';
--| UPDATE 1

SELECT * FROM by_airline ORDER BY airline;
--| airline         | n | worst
--| ----------------+---+------
--| Delta Air Lines | 2 |    99

EXPLAIN SELECT * FROM by_airline;
--| QUERY PLAN
--| ---------------------------------------------------
--| AllPartitions
--|   Project[#0, #1, #2]
--|     Aggregate[FINAL, by #0: SUM(#1), MAX(#2)]
--|       Gather
--|         Aggregate[PARTIAL, by #0: SUM(#1), MAX(#2)]
--|           Project[#5, #2, #3]
--|             LookupJoin[INNER]
--|               KeyScan[by_airline, = 0]
--|               KeyScan[airlines, = #1]

-- By the partition column the groups lie where the rows do.
CREATE TABLE votes (phone bigint, seq int, contestant int, PRIMARY KEY (phone, seq)) PARTITION BY HASH (phone);
--| CREATE TABLE

CREATE MATERIALIZED VIEW votes_by_phone AS SELECT phone, count(*) AS n FROM votes GROUP BY phone;
--| CREATE MATERIALIZED VIEW

INSERT INTO votes VALUES (1, 1, 3), (1, 2, 4), (2, 1, 3);
--| INSERT 0 3

SELECT n FROM votes_by_phone WHERE phone = 1;
--| n
--| -
--| 2

EXPLAIN SELECT n FROM votes_by_phone WHERE phone = 1;
--| QUERY PLAN
--| ------------------------------
--| OnePartition[1]
--|   KeyScan[votes_by_phone, = 1]

-- HAVING, expressions, filters.
CREATE MATERIALIZED VIEW busy AS SELECT dest || '!' AS place, count(*) FILTER (WHERE delay > 0) AS late, count(*) * 10 AS tens FROM flights GROUP BY dest HAVING count(*) > 1;
--| CREATE MATERIALIZED VIEW

SELECT * FROM busy ORDER BY place;
--| place | late | tens
--| ------+------+-----
--| SFO!  |    3 |   30

INSERT INTO flights VALUES (7, 'DL', 'JFK', 1, 1.00, NULL), (8, 'DL', 'JFK', -1, 1.00, NULL);
--| INSERT 0 2

SELECT * FROM busy ORDER BY place;
--| place | late | tens
--| ------+------+-----
--| JFK!  |    1 |   30
--| SFO!  |    3 |   30

-- Conflicts, queries and transactions keep it up too.
INSERT INTO flights VALUES (8, 'AA', 'JFK', 1, 1.00, NULL) ON CONFLICT (id) DO UPDATE SET carrier = excluded.carrier, delay = excluded.delay;
--| INSERT 0 1

INSERT INTO flights SELECT id + 100, carrier, dest, delay, cost, day FROM flights;
--| INSERT 0 6

SELECT carrier, flights, delay, least, most FROM by_carrier ORDER BY carrier;
--| carrier | flights | delay | least | most
--| --------+---------+-------+-------+-----
--| AA      |       4 |   -12 |    -7 |    1
--| DL      |       6 |   260 |     1 |   99
--| ∅       |       2 |    14 |     7 |    7

SELECT carrier, count(*), sum(delay), min(delay), max(delay) FROM flights GROUP BY carrier ORDER BY carrier;
--| carrier | count | sum | min | max
--| --------+-------+-----+-----+----
--| AA      |     4 | -12 |  -7 |   1
--| DL      |     6 | 260 |   1 |  99
--| ∅       |     2 |  14 |   7 |   7

BEGIN;
--| BEGIN

DELETE FROM flights WHERE id > 100;
--| DELETE 6

SELECT carrier, flights FROM by_carrier ORDER BY carrier;
--| carrier | flights
--| --------+--------
--| AA      |       2
--| DL      |       3
--| ∅       |       1

SAVEPOINT s;
--| SAVEPOINT

DELETE FROM flights;
--| DELETE 6

SELECT count(*) FROM by_carrier;
--| count
--| -----
--|     0

ROLLBACK TO s;
--| ROLLBACK

COMMIT;
--| COMMIT

SELECT carrier, flights FROM by_carrier ORDER BY carrier;
--| carrier | flights
--| --------+--------
--| AA      |       2
--| DL      |       3
--| ∅       |       1

-- It is read like a table.
SELECT a.name, b.flights FROM by_carrier b JOIN airlines a ON a.code = b.carrier ORDER BY a.name;
--| name            | flights
--| ----------------+--------
--| American        |       2
--| Delta Air Lines |       3

CREATE VIEW top AS SELECT carrier FROM by_carrier WHERE flights > 1;
--| CREATE VIEW

SELECT * FROM top ORDER BY carrier;
--| carrier
--| -------
--| AA
--| DL

REFRESH MATERIALIZED VIEW by_carrier;
--| REFRESH MATERIALIZED VIEW

-- What cannot be.
INSERT INTO by_carrier VALUES ('X');
--| ERROR 42809: a materialized view cannot be changed (relation: by_carrier)
--| HINT: It changes with the table that it reads.

UPDATE by_carrier SET flights = 1;
--| ERROR 42809: a materialized view cannot be changed (relation: by_carrier)
--| HINT: It changes with the table that it reads.

DELETE FROM by_carrier;
--| ERROR 42809: a materialized view cannot be changed (relation: by_carrier)
--| HINT: It changes with the table that it reads.

TRUNCATE by_carrier;
--| ERROR 42809: a materialized view cannot be changed (relation: by_carrier)
--| HINT: It changes with the table that it reads.

DROP TABLE by_carrier;
--| ERROR 42809: the relation is not a table (relation: by_carrier)
--| HINT: Use DROP MATERIALIZED VIEW.

DROP VIEW by_carrier;
--| ERROR 42809: the relation is not a view (relation: by_carrier)
--| HINT: Use DROP TABLE or DROP MATERIALIZED VIEW.

DROP MATERIALIZED VIEW flights;
--| ERROR 42809: the relation is not a materialized view (relation: flights)

DROP MATERIALIZED VIEW nowhere;
--| ERROR 42P01: the materialized view does not exist (materialized view: nowhere)

DROP MATERIALIZED VIEW IF EXISTS nowhere;
--| DROP MATERIALIZED VIEW

REFRESH MATERIALIZED VIEW flights;
--| ERROR 42809: the relation is not a materialized view (relation: flights)

CREATE MATERIALIZED VIEW by_carrier AS SELECT count(*) FROM flights;
--| ERROR 42P07: the relation already exists (relation: by_carrier)

CREATE MATERIALIZED VIEW IF NOT EXISTS by_carrier AS SELECT count(*) FROM flights;
--| CREATE MATERIALIZED VIEW

DROP MATERIALIZED VIEW by_carrier;
--| ERROR 2BP01: it cannot be dropped because a view depends on it (relation: by_carrier, view: top)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.

DROP TABLE flights;
--| ERROR 2BP01: it cannot be dropped because a view depends on it (relation: flights, view: busy)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.

CREATE MATERIALIZED VIEW v AS SELECT id, delay FROM flights;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: a query that does not group)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, count(DISTINCT carrier) FROM flights GROUP BY dest;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: an aggregate of DISTINCT values)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, string_agg(carrier, ',') FROM flights GROUP BY dest;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: listagg)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, sum(delay::double precision) FROM flights GROUP BY dest;
--| ERROR 0A000: sums of this type cannot be kept exactly when rows go (type: double precision)
--| HINT: Cast it to numeric.

CREATE MATERIALIZED VIEW v AS SELECT f.dest, count(*) FROM flights f JOIN votes v ON v.phone = f.id GROUP BY f.dest;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: a join of partitioned tables)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT f.dest, count(*) FROM flights f LEFT JOIN airlines a ON a.code = f.carrier GROUP BY f.dest;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: an outer join)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, count(*) FROM flights WHERE day < current_date GROUP BY dest;
--| ERROR 42P17: what a materialized view keeps depends on its rows alone
--| HINT: Not on time, chance or the session, nor on its time zone.

CREATE MATERIALIZED VIEW v AS SELECT dest, count(*) FROM flights WHERE id = $1 GROUP BY dest;
--| ERROR 42P02: a materialized view cannot have parameters

CREATE MATERIALIZED VIEW v AS SELECT flights, count(*) FROM by_carrier GROUP BY flights;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: this form of FROM)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, count(*) FROM flights WHERE delay > (SELECT 1) GROUP BY dest;
--| ERROR 0A000: a materialized view cannot be kept up with this (what: a subquery)
--| HINT: It groups the rows of one table, which may be joined with replicated tables, by count, sum, avg, min and max. Use CREATE VIEW for other queries.

CREATE MATERIALIZED VIEW v AS SELECT dest, count(*) FROM flights GROUP BY dest ORDER BY dest;
--| CREATE MATERIALIZED VIEW

-- The schema goes on changing around it.
ALTER TABLE flights DROP COLUMN delay;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: flights, view: busy)
--| HINT: Drop the view, change the table, create the view again.

ALTER TABLE flights ALTER COLUMN delay TYPE bigint;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: flights, view: busy)
--| HINT: Drop the view, change the table, create the view again.

ALTER TABLE flights RENAME COLUMN carrier TO airline;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: flights, view: by_airline)
--| HINT: Drop the view, change the table, create the view again.

ALTER TABLE flights RENAME TO journeys;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: flights, view: busy)
--| HINT: Drop the view, change the table, create the view again.

ALTER TABLE flights ADD COLUMN note text DEFAULT 'none';
--| ALTER TABLE

ALTER TABLE votes ADD COLUMN kind int;
--| ALTER TABLE

ALTER TABLE votes DROP COLUMN contestant;
--| ALTER TABLE

INSERT INTO votes VALUES (1, 3, 1);
--| INSERT 0 1

SELECT * FROM votes_by_phone ORDER BY phone;
--| phone | n
--| ------+--
--|     1 | 3
--|     2 | 1

TRUNCATE votes;
--| TRUNCATE TABLE

SELECT * FROM votes_by_phone ORDER BY phone;
--| phone | n
--| ------+--

INSERT INTO votes VALUES (7, 1, 1);
--| INSERT 0 1

SELECT * FROM votes_by_phone ORDER BY phone;
--| phone | n
--| ------+--
--|     7 | 1

DROP TABLE flights CASCADE;
--| DROP TABLE

SELECT * FROM totals;
--| ERROR 42P01 at 15: the relation does not exist (name: totals)

-- Of a replicated table.
CREATE MATERIALIZED VIEW letters AS SELECT substring(name FROM 1 FOR 1) AS letter, count(*) AS n, max(code) AS last FROM airlines GROUP BY substring(name FROM 1 FOR 1);
--| CREATE MATERIALIZED VIEW

INSERT INTO airlines VALUES ('AZ', 'Alitalia');
--| INSERT 0 1

SELECT * FROM letters ORDER BY letter;
--| letter | n | last
--| -------+---+-----
--| A      | 2 | AZ
--| D      | 1 | DL
--| U      | 1 | UA

DELETE FROM airlines WHERE code = 'AZ';
--| DELETE 1

SELECT * FROM letters ORDER BY letter;
--| letter | n | last
--| -------+---+-----
--| A      | 1 | AA
--| D      | 1 | DL
--| U      | 1 | UA

-- Rows that become others.
CREATE TABLE measured (id int PRIMARY KEY, kind int, size int) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO measured VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30);
--| INSERT 0 3

CREATE MATERIALIZED VIEW sizes AS SELECT kind, sum(size) AS size, max(size) AS most FROM measured GROUP BY kind;
--| CREATE MATERIALIZED VIEW

ALTER TABLE measured ALTER COLUMN size TYPE int USING size * 2, ADD COLUMN note text DEFAULT 'x';
--| ALTER TABLE

SELECT * FROM sizes ORDER BY kind;
--| kind | size | most
--| -----+------+-----
--|    1 |   60 |   40
--|    2 |   60 |   60

DELETE FROM measured WHERE id = 2;
--| DELETE 1

SELECT * FROM sizes ORDER BY kind;
--| kind | size | most
--| -----+------+-----
--|    1 |   20 |   20
--|    2 |   60 |   60

BEGIN;
--| BEGIN

ALTER TABLE measured ALTER COLUMN size TYPE int USING size + 1;
--| ALTER TABLE

SELECT * FROM sizes ORDER BY kind;
--| kind | size | most
--| -----+------+-----
--|    1 |   21 |   21
--|    2 |   61 |   61

ROLLBACK;
--| ROLLBACK

SELECT * FROM sizes ORDER BY kind;
--| kind | size | most
--| -----+------+-----
--|    1 |   20 |   20
--|    2 |   60 |   60

-- Of so many rows that it is built beside writers.
CREATE TABLE many (id int PRIMARY KEY, kind int, size int) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO many WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i, i % 3, i FROM n;
--| INSERT 0 2500

CREATE MATERIALIZED VIEW kinds AS SELECT kind, count(*) AS n, sum(size) AS size, max(size) AS most FROM many GROUP BY kind;
--| CREATE MATERIALIZED VIEW

SELECT * FROM kinds ORDER BY kind;
--| kind |   n |    size | most
--| -----+-----+---------+-----
--|    0 | 833 | 1042083 | 2499
--|    1 | 834 | 1042917 | 2500
--|    2 | 833 | 1041250 | 2498

DELETE FROM many WHERE id > 2498;
--| DELETE 2

SELECT * FROM kinds ORDER BY kind;
--| kind |   n |    size | most
--| -----+-----+---------+-----
--|    0 | 832 | 1039584 | 2496
--|    1 | 833 | 1040417 | 2497
--|    2 | 833 | 1041250 | 2498

CREATE MATERIALIZED VIEW ratios AS SELECT 10 / (size - 7) AS ratio, count(*) AS n FROM many GROUP BY 10 / (size - 7);
--| ERROR 22012: division by zero

SELECT * FROM ratios;
--| ERROR 42P01 at 15: the relation does not exist (name: ratios)

DROP TABLE many CASCADE;
--| DROP TABLE
