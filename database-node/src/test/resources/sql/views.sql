-- Views: queries under a name.

CREATE TABLE orders (customer integer, id integer, amount numeric(8,2), note text, PRIMARY KEY (customer, id)) PARTITION BY HASH (customer);
--| CREATE TABLE
CREATE TABLE countries (code text PRIMARY KEY, name text);
--| CREATE TABLE
INSERT INTO orders VALUES (1, 1, 10, 'a'), (1, 2, 20, NULL), (2, 1, 5, 'b'), (3, 1, 7.5, 'c');
--| INSERT 0 4
CREATE VIEW large AS SELECT customer, id, amount * 2 AS twice FROM orders WHERE amount > 6;
--| CREATE VIEW
SELECT * FROM large ORDER BY customer, id;
--| customer | id | twice
--| ---------+----+------
--|        1 |  1 | 20.00
--|        1 |  2 | 40.00
--|        3 |  1 | 15.00
SELECT twice FROM large WHERE customer = 1 ORDER BY 1;
--| twice
--| -----
--| 20.00
--| 40.00
EXPLAIN SELECT twice FROM large WHERE customer = 1 AND id = 2;
--| QUERY PLAN
--| --------------------------------------------------
--| OnePartition[1]
--|   Project[TIMES(#0, 2)]
--|     KeyScan[orders, = 1, = 2] where GREATER(#0, 6)
SELECT l.customer, count(*) FROM large l GROUP BY l.customer ORDER BY 1;
--| customer | count
--| ---------+------
--|        1 |     2
--|        3 |     1
SELECT o.note, l.twice FROM orders o JOIN large l ON o.customer = l.customer AND o.id = l.id ORDER BY 2;
--| note | twice
--| -----+------
--| c    | 15.00
--| a    | 20.00
--| ∅    | 40.00
CREATE VIEW totals (who, total) AS SELECT customer, sum(twice) FROM large GROUP BY customer;
--| CREATE VIEW
SELECT * FROM totals ORDER BY who;
--| who | total
--| ----+------
--|   1 | 60.00
--|   3 | 15.00
SELECT total FROM totals WHERE who = 1;
--| total
--| -----
--| 60.00
EXPLAIN SELECT total FROM totals WHERE who = 1;
--| QUERY PLAN
--| -------------------------------------------------
--| OnePartition[1]
--|   Project[#1]
--|     Aggregate[COMPLETE, by #0: SUM(#1)]
--|       Project[#0, TIMES(#1, 2)]
--|         KeyScan[orders, = 1] where GREATER(#1, 6)
WITH large AS (SELECT 1 AS one) SELECT * FROM large;
--| one
--| ---
--|   1
SELECT (SELECT max(total) FROM totals) AS most, EXISTS (SELECT 1 FROM large WHERE id = 9) AS nine;
--|  most | nine
--| ------+-----
--| 60.00 | f
CREATE VIEW everything AS SELECT * FROM orders;
--| CREATE VIEW
CREATE VIEW text_and_more AS SELECT 'it''s' AS t, E'a\tb' AS u, now() > '2020-01-01' AS later, 1.50 AS n -- the end
;
--| CREATE VIEW
SELECT * FROM text_and_more;
--| t    | u   | later |    n
--| -----+-----+-------+-----
--| it's | a	b | t     | 1.50

-- They are read only.
INSERT INTO large VALUES (1, 2, 3);
--| ERROR 0A000: the rows of a view cannot be changed (view: large)
--| HINT: Change the table that it reads.
UPDATE large SET id = 1;
--| ERROR 0A000: the rows of a view cannot be changed (view: large)
--| HINT: Change the table that it reads.
DELETE FROM large;
--| ERROR 0A000: the rows of a view cannot be changed (view: large)
--| HINT: Change the table that it reads.
CREATE INDEX ON large (id);
--| ERROR 42809: the relation is not a table (relation: large)
TRUNCATE large;
--| ERROR 42809: the relation is not a table (relation: large)
DROP TABLE large;
--| ERROR 42809: the relation is not a table (relation: large)
--| HINT: Use DROP VIEW to remove a view.

-- Names.
CREATE VIEW large AS SELECT 1 AS a;
--| ERROR 42P07: the relation already exists (relation: large)
CREATE VIEW orders AS SELECT 1 AS a;
--| ERROR 42P07: the relation already exists (relation: orders)
CREATE TABLE large (a integer);
--| ERROR 42P07: the relation already exists (relation: large)
CREATE VIEW bad AS SELECT 1 AS a, 2 AS a;
--| ERROR 42701: the column is specified more than once (column: a)
CREATE VIEW bad (a, b, c) AS SELECT 1, 2;
--| ERROR 42601: CREATE VIEW specifies more column names than columns
CREATE VIEW bad AS SELECT * FROM nothing;
--| ERROR 42P01 at 34: the relation does not exist (name: nothing)
CREATE VIEW bad AS SELECT $1::integer AS a;
--| ERROR 42P02: a view cannot have parameters
CREATE OR REPLACE VIEW large AS SELECT customer, id, amount * 3 AS twice, note FROM orders;
--| CREATE VIEW
CREATE OR REPLACE VIEW large AS SELECT customer, id, amount * 3 AS twice FROM orders;
--| ERROR 42P16: CREATE OR REPLACE VIEW keeps the columns that there are, and may add others (view: large)
CREATE OR REPLACE VIEW large AS SELECT customer, id, amount * 3 AS thrice, note FROM orders;
--| ERROR 42P16: CREATE OR REPLACE VIEW keeps the columns that there are, and may add others (view: large)
CREATE OR REPLACE VIEW large AS SELECT who AS customer, 1 AS id, total AS twice, 'x' AS note FROM totals;
--| ERROR 42P17: a view cannot read itself (view: large)
SELECT * FROM totals ORDER BY who;
--| who | total
--| ----+------
--|   1 | 90.00
--|   2 | 15.00
--|   3 | 22.50

-- What they need stays.
DROP TABLE orders;
--| ERROR 2BP01: it cannot be dropped because a view depends on it (relation: orders, view: everything)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
DROP VIEW large;
--| ERROR 2BP01: it cannot be dropped because a view depends on it (relation: large, view: totals)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
ALTER TABLE orders DROP COLUMN note;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: orders, view: everything)
--| HINT: Drop the view, change the table, create the view again.
ALTER TABLE orders RENAME COLUMN amount TO cost;
--| ERROR 2BP01: the table cannot change so because a view depends on it (table: orders, view: everything)
--| HINT: Drop the view, change the table, create the view again.
ALTER TABLE orders ADD COLUMN extra integer DEFAULT 4;
--| ALTER TABLE
SELECT * FROM everything ORDER BY customer, id;
--| customer | id | amount | note
--| ---------+----+--------+-----
--|        1 |  1 |  10.00 | a
--|        1 |  2 |  20.00 | ∅
--|        2 |  1 |   5.00 | b
--|        3 |  1 |   7.50 | c
DROP VIEW everything;
--| DROP VIEW
DROP VIEW nothing;
--| ERROR 42P01: the view does not exist (view: nothing)
DROP VIEW IF EXISTS nothing;
--| DROP VIEW
DROP VIEW text_and_more, totals;
--| DROP VIEW
BEGIN;
--| BEGIN
CREATE VIEW inner_one AS SELECT id FROM large WHERE customer = 1;
--| CREATE VIEW
SELECT * FROM inner_one ORDER BY id;
--| id
--| --
--|  1
--|  2
DROP TABLE orders CASCADE;
--| DROP TABLE
SELECT * FROM inner_one;
--| ERROR 42P01 at 15: the relation does not exist (name: inner_one)
ROLLBACK;
--| ROLLBACK
SELECT count(*) FROM large;
--| count
--| -----
--|     4
SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1;
--| table_name | table_type
--| -----------+-----------
--| countries  | BASE TABLE
--| large      | VIEW
--| orders     | BASE TABLE
SELECT relname, relkind FROM pg_class WHERE relkind = 'v';
--| relname | relkind
--| --------+--------
--| large   | v
SELECT viewname, definition FROM pg_views;
--| viewname | definition
--| ---------+-----------------------------------------------------------
--| large    | SELECT customer, id, amount * 3 AS twice, note FROM orders
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'large' ORDER BY ordinal_position;
--| column_name | data_type
--| ------------+----------
--| customer    | integer
--| id          | integer
--| twice       | numeric
--| note        | text
DROP TABLE orders CASCADE;
--| DROP TABLE
DROP VIEW large;
--| ERROR 42P01: the view does not exist (view: large)
DROP TABLE countries;
--| DROP TABLE
