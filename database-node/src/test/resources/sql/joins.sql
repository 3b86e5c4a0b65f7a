-- Joins: inside the partitions, with replicated tables, and across.

CREATE TABLE customers (id integer PRIMARY KEY, name text, country char(2)) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE orders (customer integer, number integer, total numeric(10, 2), PRIMARY KEY (customer, number)) PARTITION BY HASH (customer);
--| CREATE TABLE
CREATE TABLE countries (code char(2) PRIMARY KEY, name text);
--| CREATE TABLE
CREATE TABLE visits (id integer PRIMARY KEY, who integer, page text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO customers VALUES (1, 'Ann', 'de'), (2, 'Bob', 'at'), (3, 'Cem', 'xx'), (4, 'Dee', null);
--| INSERT 0 4
INSERT INTO orders VALUES (1, 1, 10), (1, 2, 20), (2, 1, 5.5), (9, 1, 99);
--| INSERT 0 4
INSERT INTO countries VALUES ('de', 'Germany'), ('at', 'Austria'), ('ch', 'Switzerland');
--| INSERT 0 3
INSERT INTO visits VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'a'), (4, null, 'a'), (5, 7, 'c');
--| INSERT 0 5

-- On the partition columns: inside the partitions.

EXPLAIN SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer = c.id;
--| QUERY PLAN
--| ------------------------------
--| AllPartitions
--|   Gather
--|     Project[#1, #3]
--|       HashJoin[INNER, #0 = #0]
--|         Scan[customers]
--|         Scan[orders]
SELECT c.name, o.number, o.total FROM customers c JOIN orders o ON o.customer = c.id ORDER BY c.name, o.number;
--| name | number | total
--| -----+--------+------
--| Ann  |      1 | 10.00
--| Ann  |      2 | 20.00
--| Bob  |      1 |  5.50
SELECT c.name, o.total FROM customers c LEFT JOIN orders o ON o.customer = c.id ORDER BY c.id, o.number;
--| name | total
--| -----+------
--| Ann  | 10.00
--| Ann  | 20.00
--| Bob  |  5.50
--| Cem  |     ∅
--| Dee  |     ∅
SELECT c.name, o.customer, o.total FROM customers c RIGHT JOIN orders o ON o.customer = c.id ORDER BY o.customer, o.number;
--| name | customer | total
--| -----+----------+------
--| Ann  |        1 | 10.00
--| Ann  |        1 | 20.00
--| Bob  |        2 |  5.50
--| ∅    |        9 | 99.00
SELECT c.name, o.total FROM customers c FULL JOIN orders o ON o.customer = c.id ORDER BY c.id, o.number;
--| name | total
--| -----+------
--| Ann  | 10.00
--| Ann  | 20.00
--| Bob  |  5.50
--| Cem  |     ∅
--| Dee  |     ∅
--| ∅    | 99.00
SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer = c.id WHERE o.customer IS NULL ORDER BY c.name;
--| name
--| ----
--| Cem
--| Dee
SELECT c.name, o.total FROM customers c LEFT JOIN orders o ON o.customer = c.id AND o.total > 15 ORDER BY c.id;
--| name | total
--| -----+------
--| Ann  | 20.00
--| Bob  |     ∅
--| Cem  |     ∅
--| Dee  |     ∅
EXPLAIN SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer = c.id WHERE c.id = 1;
--| QUERY PLAN
--| -----------------------------
--| OnePartition[1]
--|   Project[#1, #3]
--|     HashJoin[INNER, #0 = #0]
--|       KeyScan[customers, = 1]
--|       KeyScan[orders, = 1]
SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer = c.id WHERE c.id = 1 ORDER BY o.total;
--| name | total
--| -----+------
--| Ann  | 10.00
--| Ann  | 20.00

-- With a replicated table: everywhere.

EXPLAIN SELECT c.name, k.name FROM customers c JOIN countries k ON k.code = c.country;
--| QUERY PLAN
--| ------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0, #3]
--|       HashJoin[INNER, #1 = #0]
--|         Scan[customers]
--|         Scan[countries]
SELECT c.name, k.name AS country FROM customers c JOIN countries k ON k.code = c.country ORDER BY c.name;
--| name | country
--| -----+--------
--| Ann  | Germany
--| Bob  | Austria
SELECT c.name, k.name AS country FROM customers c LEFT JOIN countries k ON k.code = c.country ORDER BY c.name;
--| name | country
--| -----+--------
--| Ann  | Germany
--| Bob  | Austria
--| Cem  | ∅
--| Dee  | ∅
SELECT k.name AS country, c.name FROM countries k LEFT JOIN customers c ON k.code = c.country ORDER BY k.name;
--| country     | name
--| ------------+-----
--| Austria     | Bob
--| Germany     | Ann
--| Switzerland | ∅
SELECT k.name AS country, count(c.id) FROM countries k LEFT JOIN customers c ON k.code = c.country GROUP BY k.name ORDER BY k.name;
--| country     | count
--| ------------+------
--| Austria     |     1
--| Germany     |     1
--| Switzerland |     0
SELECT a.code, b.code AS other FROM countries a JOIN countries b ON a.code < b.code ORDER BY 1, 2;
--| code | other
--| -----+------
--| at   | ch
--| at   | de
--| ch   | de

-- On other columns: gathered.

EXPLAIN SELECT c.name, v.page FROM customers c JOIN visits v ON v.who = c.id;
--| QUERY PLAN
--| ----------------------------
--| AllPartitions
--|   Project[#1, #3]
--|     HashJoin[INNER, #0 = #0]
--|       Gather
--|         Scan[customers]
--|       Gather
--|         Scan[visits]
SELECT c.name, v.page FROM customers c JOIN visits v ON v.who = c.id ORDER BY v.id;
--| name | page
--| -----+-----
--| Ann  | a
--| Ann  | b
--| Bob  | a
SELECT c.name, v.page FROM customers c LEFT JOIN visits v ON v.who = c.id ORDER BY c.id, v.id;
--| name | page
--| -----+-----
--| Ann  | a
--| Ann  | b
--| Bob  | a
--| Cem  | ∅
--| Dee  | ∅
SELECT c.name, v.page FROM customers c FULL JOIN visits v ON v.who = c.id ORDER BY c.id, v.id;
--| name | page
--| -----+-----
--| Ann  | a
--| Ann  | b
--| Bob  | a
--| Cem  | ∅
--| Dee  | ∅
--| ∅    | a
--| ∅    | c
SELECT a.id, b.id AS other FROM visits a JOIN visits b ON a.page = b.page AND a.id < b.id ORDER BY 1, 2;
--| id | other
--| ---+------
--|  1 |     3
--|  1 |     4
--|  3 |     4

-- Of several tables, by comma, USING and NATURAL, without a condition.

SELECT c.name, k.name AS country, o.total, v.page FROM customers c JOIN orders o ON o.customer = c.id JOIN countries k ON k.code = c.country LEFT JOIN visits v ON v.who = c.id ORDER BY c.id, o.number, v.id;
--| name | country | total | page
--| -----+---------+-------+-----
--| Ann  | Germany | 10.00 | a
--| Ann  | Germany | 10.00 | b
--| Ann  | Germany | 20.00 | a
--| Ann  | Germany | 20.00 | b
--| Bob  | Austria |  5.50 | a
SELECT c.name, o.total FROM customers c, orders o WHERE c.id = o.customer AND o.total < 15 ORDER BY o.total;
--| name | total
--| -----+------
--| Bob  |  5.50
--| Ann  | 10.00
SELECT count(*) FROM customers CROSS JOIN countries;
--| count
--| -----
--|    12
SELECT id, name, page FROM customers JOIN visits USING (id) ORDER BY id;
--| id | name | page
--| ---+------+-----
--|  1 | Ann  | a
--|  2 | Bob  | b
--|  3 | Cem  | a
--|  4 | Dee  | a
SELECT * FROM customers NATURAL JOIN visits ORDER BY id;
--| id | name | country | who | page
--| ---+------+---------+-----+-----
--|  1 | Ann  | de      |   1 | a
--|  2 | Bob  | at      |   1 | b
--|  3 | Cem  | xx      |   2 | a
--|  4 | Dee  | ∅       |   ∅ | a
SELECT c.name FROM customers c JOIN orders o ON o.customer = c.id AND o.number = 1 JOIN orders p ON p.customer = c.id AND p.number = 2;
--| name
--| ----
--| Ann
SELECT count(*) FROM customers c JOIN orders o ON true;
--| count
--| -----
--|    16
SELECT c.name, o.total FROM customers c JOIN orders o ON o.customer > c.id ORDER BY c.id, o.customer;
--| name | total
--| -----+------
--| Ann  |  5.50
--| Ann  | 99.00
--| Bob  | 99.00
--| Cem  | 99.00
--| Dee  | 99.00

-- Subqueries.

SELECT name FROM customers WHERE id IN (SELECT customer FROM orders) ORDER BY name;
--| name
--| ----
--| Ann
--| Bob
SELECT name FROM customers WHERE id NOT IN (SELECT customer FROM orders) ORDER BY name;
--| name
--| ----
--| Cem
--| Dee
SELECT name FROM customers WHERE id NOT IN (SELECT who FROM visits) ORDER BY name;
--| name
--| ----
SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id AND o.total > 6) ORDER BY name;
--| name
--| ----
--| Ann
SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id) ORDER BY name;
--| name
--| ----
--| Cem
--| Dee
SELECT name, (SELECT sum(total) FROM orders o WHERE o.customer = c.id) AS total FROM customers c ORDER BY name;
--| name | total
--| -----+------
--| Ann  | 30.00
--| Bob  |  5.50
--| Cem  |     ∅
--| Dee  |     ∅
SELECT name FROM customers WHERE id = (SELECT max(customer) - 7 FROM orders);
--| name
--| ----
--| Bob
SELECT name, (SELECT total FROM orders o WHERE o.customer = c.id) AS total FROM customers c;
--| ERROR 21000: more than one row returned by a subquery used as an expression
SELECT t.name, t.total FROM (SELECT c.name, sum(o.total) AS total FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.name) AS t WHERE t.total > 6 ORDER BY t.name;
--| name | total
--| -----+------
--| Ann  | 30.00
WITH big AS (SELECT customer FROM orders WHERE total > 6), names AS (SELECT id, name FROM customers) SELECT n.name, count(*) FROM names n JOIN big b ON b.customer = n.id GROUP BY n.name;
--| name | count
--| -----+------
--| Ann  |     2

-- What is wrong.

SELECT name FROM customers JOIN countries ON true;
--| ERROR 42702 at 8: the column reference is ambiguous (name: name)
SELECT * FROM customers c JOIN customers c ON true;
--| ERROR 42712 at 32: the table name is specified more than once (name: c)
SELECT * FROM customers JOIN orders ON customers.id = orders.nothing;
--| ERROR 42703 at 62: the column does not exist (name: nothing)
SELECT c.name FROM customers JOIN orders ON customers.id = orders.customer;
--| ERROR 42P01 at 8: missing FROM-clause entry for table (name: c)
SELECT * FROM customers JOIN orders ON 1;
--| ERROR 42804 at 40: the condition must be a boolean (name: ON)
