-- INSERT of what a query gives: from anywhere to anywhere, and each statement as one transaction.

CREATE TABLE orders (customer integer, number integer, total numeric(10, 2), placed date DEFAULT '2024-01-01', PRIMARY KEY (customer, number)) PARTITION BY HASH (customer);
--| CREATE TABLE
CREATE TABLE customers (id bigint PRIMARY KEY, name text, country text) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE countries (code text PRIMARY KEY, name text, orders bigint DEFAULT 0);
--| CREATE TABLE
CREATE TABLE archive (number integer, customer bigint, total numeric, note varchar(5)) PARTITION BY HASH (customer);
--| CREATE TABLE
INSERT INTO countries (code, name) VALUES ('de', 'Germany'), ('fr', 'France');
--| INSERT 0 2
INSERT INTO customers VALUES (1, 'ann', 'de'), (2, 'bob', 'fr'), (3, 'cat', 'de'), (4, 'dan', null);
--| INSERT 0 4
INSERT INTO orders SELECT id, 1, id * 10.5 FROM customers;
--| INSERT 0 4
INSERT INTO orders (number, customer, total) SELECT 2, id, 7 FROM customers WHERE country = 'de' RETURNING customer, number, placed;
--| customer | number | placed
--| ---------+--------+-----------
--|        1 |      2 | 2024-01-01
--|        3 |      2 | 2024-01-01
--| INSERT 0 2

-- From the same table, which is read before it changes; from joins and groups; from one partition.

INSERT INTO orders SELECT customer, number + 10, total FROM orders;
--| INSERT 0 6
INSERT INTO countries SELECT c.country || c.country, max(n.name), count(*) FROM customers c JOIN orders o ON o.customer = c.id JOIN countries n ON n.code = c.country GROUP BY c.country;
--| INSERT 0 2
SELECT * FROM countries ORDER BY code;
--| code | name    | orders
--| -----+---------+-------
--| de   | Germany |      0
--| dede | Germany |      8
--| fr   | France  |      0
--| frfr | France  |      2
INSERT INTO archive SELECT number, customer, total, 'one' FROM orders WHERE customer = 1;
--| INSERT 0 4
INSERT INTO archive (customer, number) SELECT customer, sum(number) FROM orders GROUP BY customer HAVING sum(number) > 20 ORDER BY 1;
--| INSERT 0 2
INSERT INTO archive (customer, note) SELECT 9, code FROM countries WHERE orders > 0;
--| INSERT 0 2
INSERT INTO archive WITH big AS (SELECT * FROM orders WHERE total > 20) SELECT number, customer, total FROM big UNION ALL SELECT 0, 0, null;
--| INSERT 0 7
INSERT INTO archive SELECT count(*), 100 FROM archive;
--| INSERT 0 1
INSERT INTO archive (SELECT 1, 200) RETURNING *;
--| number | customer | total | note
--| -------+----------+-------+-----
--|      1 |      200 |     ∅ | ∅
--| INSERT 0 1
INSERT INTO archive SELECT x, x FROM (VALUES (301), (302), (303)) AS v (x) LIMIT 2;
--| INSERT 0 2
SELECT customer, count(*), sum(number), max(note) FROM archive GROUP BY customer ORDER BY customer;
--| customer | count | sum | max
--| ---------+-------+-----+-----
--|        0 |     1 |   0 | ∅
--|        1 |     5 |  52 | one
--|        2 |     2 |  12 | ∅
--|        3 |     3 |  38 | ∅
--|        4 |     2 |  12 | ∅
--|        9 |     2 |   ∅ | frfr
--|      100 |     1 |  15 | ∅
--|      200 |     1 |   1 | ∅
--|      301 |     1 | 301 | ∅
--|      302 |     1 | 302 | ∅

-- Queries among VALUES.

INSERT INTO archive VALUES ((SELECT max(number) FROM orders), 400, DEFAULT, 'max'), (2, (SELECT min(id) FROM customers) + 400, 5, null);
--| INSERT 0 2
INSERT INTO archive VALUES (1, 402, (SELECT sum(total) FROM orders WHERE customer = 402), 'none');
--| INSERT 0 1
SELECT * FROM archive WHERE customer >= 400 ORDER BY customer;
--| number | customer | total | note
--| -------+----------+-------+-----
--|     12 |      400 |     ∅ | max
--|      2 |      401 |     5 | ∅
--|      1 |      402 |     ∅ | none

-- Constants and nulls take the type of their column.

INSERT INTO orders SELECT id, 50, '12.345', '2024-02-29' FROM customers WHERE id = 2 RETURNING *;
--| customer | number | total | placed
--| ---------+--------+-------+-----------
--|        2 |     50 | 12.35 | 2024-02-29
--| INSERT 0 1
INSERT INTO orders SELECT id, 51, null, null FROM customers WHERE id = 2 RETURNING *;
--| customer | number | total | placed
--| ---------+--------+-------+-------
--|        2 |     51 |     ∅ | ∅
--| INSERT 0 1

-- Conflicts.

INSERT INTO orders SELECT customer, number, 1 FROM orders WHERE number = 1;
--| ERROR 23505: duplicate key value violates unique constraint (table: orders, constraint: orders_pkey)
INSERT INTO orders SELECT customer, number, 1 FROM orders WHERE number = 1 ON CONFLICT DO NOTHING;
--| INSERT 0 0
INSERT INTO orders SELECT id, 1, 100 FROM customers ON CONFLICT (customer, number) DO UPDATE SET total = orders.total + excluded.total RETURNING customer, total;
--| customer |  total
--| ---------+-------
--|        1 | 110.50
--|        3 | 131.50
--|        2 | 121.00
--|        4 | 142.00
--| INSERT 0 4
INSERT INTO countries (code, orders) SELECT country, count(*) FROM customers WHERE country IS NOT NULL GROUP BY country ON CONFLICT (code) DO UPDATE SET orders = excluded.orders;
--| INSERT 0 2
INSERT INTO countries (code, orders) SELECT country, 1 FROM customers WHERE country IS NOT NULL ON CONFLICT (code) DO UPDATE SET orders = excluded.orders;
--| ERROR 21000: ON CONFLICT DO UPDATE command cannot affect row a second time
--| HINT: Ensure that no rows proposed for insertion within the same command have duplicate constrained values.
SELECT code, orders FROM countries ORDER BY code;
--| code | orders
--| -----+-------
--| de   |      2
--| dede |      8
--| fr   |      1
--| frfr |      2

-- What is refused, and leaves nothing.

INSERT INTO orders SELECT 1;
--| ERROR 23502: null value in a column that must not be null (table: orders, column: number)
INSERT INTO orders SELECT 1, 99, 1, null, 5;
--| ERROR 42601: INSERT has more expressions than target columns
INSERT INTO orders (customer, number) SELECT 1;
--| ERROR 42601: INSERT has more target columns than expressions
INSERT INTO orders VALUES (1, 2), (3);
--| ERROR 42601: VALUES lists must all be the same length
INSERT INTO customers (id) SELECT null;
--| ERROR 23502: null value in a column that must not be null (table: customers, column: id)
INSERT INTO archive SELECT 1, id, 1, 'too long' FROM customers;
--| ERROR 22001: value too long for the type (type: character varying(5))
INSERT INTO archive SELECT 1, id, 1 / (id - 3) FROM customers;
--| ERROR 22012: division by zero
INSERT INTO archive SELECT nothing FROM customers;
--| ERROR 42703 at 28: the column does not exist (name: nothing)
INSERT INTO archive SELECT * FROM nowhere;
--| ERROR 42P01 at 35: the relation does not exist (name: nowhere)
INSERT INTO archive (customer) SELECT name FROM customers;
--| ERROR 42804: the column is of another type than the expression (column: customer, type of the column: bigint, type of the expression: text)
--| HINT: You will need to rewrite or cast the expression.
SELECT count(*) FROM archive;
--| count
--| -----
--|    22

-- Where it runs.

EXPLAIN INSERT INTO archive SELECT number, customer, total FROM orders WHERE customer = 1;
--| QUERY PLAN
--| --------------------------------------------
--| Insert[archive] OnePartition[1]
--|   Project[#0, #1::bigint, #2::numeric, null]
--|     Project[#1, #0, #2]
--|       KeyScan[orders, = 1]
EXPLAIN INSERT INTO archive SELECT number, customer + 1, total FROM orders WHERE customer = 1;
--| QUERY PLAN
--| --------------------------------------------
--| Insert[archive] AllPartitions
--|   Project[#0, #1::bigint, #2::numeric, null]
--|     Gather
--|       Project[#1, PLUS(#0, 1), #2]
--|         KeyScan[orders, = 1]
EXPLAIN INSERT INTO archive SELECT number, customer, total FROM orders;
--| QUERY PLAN
--| --------------------------------------------
--| Insert[archive] AllPartitions
--|   Project[#0, #1::bigint, #2::numeric, null]
--|     Gather
--|       Project[#1, #0, #2]
--|         Scan[orders]
EXPLAIN INSERT INTO archive (customer, note) SELECT 9, code FROM countries;
--| QUERY PLAN
--| -----------------------------------------------------------
--| Insert[archive] OnePartition[9::bigint]
--|   Project[null, #0::bigint, null, #1::character varying(5)]
--|     Project[9, #0]
--|       Scan[countries]
EXPLAIN INSERT INTO archive (customer) SELECT 9;
--| QUERY PLAN
--| ---------------------------------------
--| Insert[archive] PartitionOfEachRow
--|   Project[null, #0::bigint, null, null]
--|     Values[1 rows]
EXPLAIN INSERT INTO countries SELECT DISTINCT country FROM customers;
--| QUERY PLAN
--| ---------------------------------
--| Insert[countries] AllPartitions
--|   Project[#0, null, 0]
--|     Aggregate[FINAL, by #0]
--|       Gather
--|         Aggregate[PARTIAL, by #0]
--|           Scan[customers]
EXPLAIN INSERT INTO countries SELECT code || 'x', name FROM countries;
--| QUERY PLAN
--| -----------------------------------------
--| Insert[countries] Replicated
--|   Project[#0, #1, 0]
--|     Project[CONCAT_OPERATOR(#0, 'x'), #1]
--|       Scan[countries]
EXPLAIN INSERT INTO archive VALUES ((SELECT max(number) FROM orders WHERE customer = 3), 3);
--| QUERY PLAN
--| -----------------------------------------
--| Insert[archive] OnePartition[3]
--|   Project[#0, #1::bigint, null, null]
--|     Project[#1, 3]
--|       NestedLoopJoin[LEFT, true]
--|         Values[1 rows]
--|         Aggregate[COMPLETE, by : MAX(#0)]
--|           KeyScan[orders, = 3]
