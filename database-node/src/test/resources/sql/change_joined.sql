-- UPDATE and DELETE of rows that are joined or compared with others, in one partition and in all.

CREATE TABLE orders (customer integer, number integer, total numeric(10, 2), note text, PRIMARY KEY (customer, number)) PARTITION BY HASH (customer);
--| CREATE TABLE
CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, country text, spent numeric) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE countries (code text PRIMARY KEY, name text, customers bigint DEFAULT 7);
--| CREATE TABLE
CREATE TABLE events (customer integer, what text) PARTITION BY HASH (customer);
--| CREATE TABLE
INSERT INTO countries (code, name) VALUES ('de', 'Germany'), ('fr', 'France'), ('it', 'Italy');
--| INSERT 0 3
INSERT INTO customers VALUES (1, 'ann', 'de'), (2, 'bob', 'fr'), (3, 'cat', 'de'), (4, 'dan', null);
--| INSERT 0 4
INSERT INTO orders VALUES (1, 1, 10), (1, 2, 20), (2, 1, 30), (3, 1, 40), (3, 2, 50), (3, 3, 60);
--| INSERT 0 6
INSERT INTO events VALUES (1, 'a'), (1, 'a'), (2, 'b'), (3, 'a');
--| INSERT 0 4

-- FROM.

UPDATE orders SET note = c.name FROM customers c WHERE c.id = orders.customer AND c.country = 'de';
--| UPDATE 5
UPDATE orders o SET note = o.note || '/' || n.name FROM customers c JOIN countries n ON n.code = c.country WHERE c.id = o.customer AND o.number = 1 RETURNING o.customer, o.note, c.name, n.*;
--| customer | note        | name | code | name    | customers
--| ---------+-------------+------+------+---------+----------
--|        1 | ann/Germany | ann  | de   | Germany |         7
--|        2 | ∅           | bob  | fr   | France  |         7
--|        3 | cat/Germany | cat  | de   | Germany |         7
--| UPDATE 3
UPDATE orders AS o SET total = total + 1, note = DEFAULT FROM countries WHERE countries.code = 'de' AND o.customer = 3 RETURNING *;
--| customer | number | total | note | code | name    | customers
--| ---------+--------+-------+------+------+---------+----------
--|        3 |      1 | 41.00 | ∅    | de   | Germany |         7
--|        3 |      2 | 51.00 | ∅    | de   | Germany |         7
--|        3 |      3 | 61.00 | ∅    | de   | Germany |         7
--| UPDATE 3
UPDATE customers SET spent = t.spent FROM (SELECT customer, sum(total) AS spent FROM orders GROUP BY customer) AS t WHERE t.customer = customers.id;
--| UPDATE 3
SELECT * FROM customers ORDER BY id;
--| id | name | country |  spent
--| ---+------+---------+-------
--|  1 | ann  | de      |  30.00
--|  2 | bob  | fr      |  30.00
--|  3 | cat  | de      | 153.00
--|  4 | dan  | ∅       |      ∅
UPDATE countries SET customers = 100 FROM customers c WHERE c.country = countries.code RETURNING code, customers, c.country;
--| code | customers | country
--| -----+-----------+--------
--| de   |       100 | de
--| fr   |       100 | fr
--| UPDATE 2
UPDATE customers a SET name = a.name || b.name FROM customers b WHERE b.id = a.id + 1;
--| UPDATE 3
SELECT id, name FROM customers ORDER BY id;
--| id | name
--| ---+-------
--|  1 | annbob
--|  2 | bobcat
--|  3 | catdan
--|  4 | dan

-- A row is changed once, whatever it is joined with; equal rows without a key are different rows.

UPDATE events SET what = what || o.number FROM orders o WHERE o.customer = events.customer AND what = 'a';
--| UPDATE 3
SELECT customer, count(*), max(length(what)) FROM events GROUP BY customer ORDER BY customer;
--| customer | count | max
--| ---------+-------+----
--|        1 |     2 |   2
--|        2 |     1 |   1
--|        3 |     1 |   2
UPDATE customers SET spent = spent + 1 FROM orders WHERE customer = id RETURNING id, spent;
--| id |  spent
--| ---+-------
--|  1 |  31.00
--|  2 |  31.00
--|  3 | 154.00
--| UPDATE 3

-- Queries in SET and WHERE.

UPDATE customers SET spent = (SELECT max(total) FROM orders WHERE customer = customers.id), country = 'it' WHERE id > 1 RETURNING id, country, spent;
--| id | country | spent
--| ---+---------+------
--|  2 | it      | 30.00
--|  3 | it      | 61.00
--|  4 | it      |     ∅
--| UPDATE 3
UPDATE countries SET (customers, name) = (SELECT count(*), max(c.name) FROM customers c WHERE c.country = countries.code);
--| UPDATE 3
SELECT * FROM countries ORDER BY code;
--| code | name   | customers
--| -----+--------+----------
--| de   | annbob |         1
--| fr   | ∅      |         0
--| it   | dan    |         3
UPDATE countries SET (name, customers) = ('nowhere', DEFAULT) WHERE code NOT IN (SELECT country FROM customers) RETURNING *;
--| code | name    | customers
--| -----+---------+----------
--| fr   | nowhere |         7
--| UPDATE 1
UPDATE orders SET total = 0 WHERE customer IN (SELECT id FROM customers WHERE name LIKE 'ann%') AND number = (SELECT min(number) FROM orders);
--| UPDATE 1
UPDATE orders SET note = 'last' WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = orders.customer AND o.number > orders.number) RETURNING customer, number;
--| customer | number
--| ---------+-------
--|        1 |      2
--|        2 |      1
--|        3 |      3
--| UPDATE 3
UPDATE orders SET note = (SELECT name FROM customers WHERE id = 1) WHERE customer = 1 AND number = 2 RETURNING note;
--| note
--| ------
--| annbob
--| UPDATE 1

-- USING.

DELETE FROM events USING customers c WHERE c.id = customer AND c.country = 'de' RETURNING events.*, c.name;
--| customer | what | name
--| ---------+------+-------
--|        1 | a2   | annbob
--|        1 | a2   | annbob
--| DELETE 2
DELETE FROM orders USING countries WHERE note = countries.code;
--| DELETE 0
DELETE FROM orders WHERE total < (SELECT avg(total) FROM orders) RETURNING customer, number;
--| customer | number
--| ---------+-------
--|        1 |      1
--|        1 |      2
--|        2 |      1
--| DELETE 3
DELETE FROM customers WHERE NOT EXISTS (SELECT 1 FROM orders WHERE customer = id) RETURNING id;
--| id
--| --
--|  1
--|  2
--|  4
--| DELETE 3
DELETE FROM countries WHERE code IN (SELECT country FROM customers);
--| DELETE 1
SELECT count(*) FROM events;
--| count
--| -----
--|     2

-- What fails leaves nothing.

INSERT INTO customers VALUES (5, 'eve'), (6, 'fay');
--| INSERT 0 2
UPDATE orders SET total = (SELECT id FROM customers);
--| ERROR 21000: more than one row returned by a subquery used as an expression
UPDATE customers SET name = (SELECT name FROM customers WHERE id = 99);
--| ERROR 23502: null value in a column that must not be null (table: customers, column: name)
UPDATE orders SET number = 7 FROM customers c WHERE c.id = customer AND customer = 3;
--| ERROR 23505: duplicate key value violates unique constraint (table: orders, constraint: orders_pkey)
UPDATE orders SET customer = c.id FROM customers c;
--| ERROR 0A000: the partition column of a row cannot be changed (column: customer)
--| HINT: Delete the row and insert it again.
UPDATE orders SET total = orders.total FROM orders;
--| ERROR 42712 at 45: the table name is specified more than once (name: orders)
UPDATE orders SET total = 1 FROM nowhere;
--| ERROR 42P01 at 34: the relation does not exist (name: nowhere)
UPDATE orders SET (total, note) = (1, 2, 3);
--| ERROR 42601: number of columns does not match number of values
UPDATE orders SET (total, note) = (SELECT 1);
--| ERROR 42601: number of columns does not match number of values
UPDATE orders SET total = c.name FROM customers c;
--| ERROR 42804: the column is of another type than the expression (column: total, type of the column: numeric(10,2), type of the expression: text)
--| HINT: You will need to rewrite or cast the expression.
UPDATE orders SET total = 1 FROM customers c WHERE name;
--| ERROR 42804 at 52: the condition must be a boolean (name: WHERE)
DELETE FROM orders USING customers c WHERE c.id = customer RETURNING (SELECT 1 FROM countries);
--| ERROR 0A000: RETURNING cannot look at other rows than the joined
--| HINT: Return columns, and read the rest by a query.
SELECT customer, number, total, note FROM orders ORDER BY customer, number;
--| customer | number | total | note
--| ---------+--------+-------+-----
--|        3 |      1 | 41.00 | ∅
--|        3 |      2 | 51.00 | ∅
--|        3 |      3 | 61.00 | last

-- Where it runs.

EXPLAIN UPDATE orders SET note = c.name FROM customers c WHERE c.id = orders.customer AND orders.customer = 1;
--| QUERY PLAN
--| ---------------------------------------------
--| Update[orders] OnePartition[1]
--|   Project[#0, #1, #2, #3, #4, #7]
--|     HashJoin[INNER, #5 = #0]
--|       Project[#0, #1, #2, #3, #4, #0::bigint]
--|         KeyScan[orders, = 1]
--|       KeyScan[customers, = 1]
EXPLAIN UPDATE orders SET note = c.name FROM customers c WHERE c.id = orders.customer;
--| QUERY PLAN
--| -----------------------------------------------
--| Update[orders] AllPartitions
--|   Gather
--|     Project[#0, #1, #2, #3, #4, #7]
--|       HashJoin[INNER, #5 = #0]
--|         Project[#0, #1, #2, #3, #4, #0::bigint]
--|           Scan[orders]
--|         Scan[customers]
EXPLAIN UPDATE orders SET note = n.name FROM countries n WHERE n.code = note;
--| QUERY PLAN
--| -----------------------------------
--| Update[orders] AllPartitions
--|   Gather
--|     Project[#0, #1, #2, #3, #4, #6]
--|       HashJoin[INNER, #3 = #0]
--|         Scan[orders]
--|         Scan[countries]
EXPLAIN DELETE FROM events USING orders WHERE what = note;
--| QUERY PLAN
--| ----------------------------
--| Delete[events] AllPartitions
--|   Project[#0, #1, #2]
--|     HashJoin[INNER, #1 = #0]
--|       Gather
--|         Scan[events]
--|       Gather
--|         Scan[orders]
EXPLAIN DELETE FROM orders WHERE customer = 1 AND number IN (SELECT length(code) FROM countries);
--| QUERY PLAN
--| --------------------------------
--| Delete[orders] OnePartition[1]
--|   Project[#0, #1, #2, #3, #4]
--|     HashJoin[INNER, #1 = #0]
--|       KeyScan[orders, = 1]
--|       Aggregate[COMPLETE, by #0]
--|         Project[LENGTH(#0)]
--|           Scan[countries]
EXPLAIN DELETE FROM countries WHERE code IN (SELECT country FROM customers);
--| QUERY PLAN
--| -----------------------------------
--| Delete[countries] AllPartitions
--|   Project[#0, #1, #2, #3]
--|     HashJoin[INNER, #0 = #0]
--|       Scan[countries]
--|       Aggregate[FINAL, by #0]
--|         Gather
--|           Aggregate[PARTIAL, by #0]
--|             Scan[customers]
