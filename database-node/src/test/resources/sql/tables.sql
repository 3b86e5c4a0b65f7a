-- Tables: made, dropped, partitioned and replicated.

CREATE TABLE orders (
  customer bigint,
  number integer,
  total numeric(12, 2),
  PRIMARY KEY (customer, number)
) PARTITION BY HASH (customer);
--| CREATE TABLE
CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL);
--| CREATE TABLE
CREATE TABLE countries (code char(2) PRIMARY KEY);
--| ERROR 42P07: the relation already exists (relation: countries)
CREATE TABLE IF NOT EXISTS countries (other integer);
--| CREATE TABLE
INSERT INTO orders VALUES (1, 1, 10.5), (1, 2, 20), (2, 1, null), (3, 7, -0.005);
--| INSERT 0 4
INSERT INTO countries VALUES ('de', 'Germany'), ('at', 'Austria');
--| INSERT 0 2
SELECT * FROM orders ORDER BY customer, number;
--| customer | number | total
--| ---------+--------+------
--|        1 |      1 | 10.50
--|        1 |      2 | 20.00
--|        2 |      1 |     ∅
--|        3 |      7 | -0.01
SELECT * FROM countries ORDER BY code;
--| code | name
--| -----+--------
--| at   | Austria
--| de   | Germany

-- Where a statement runs.

EXPLAIN SELECT * FROM orders WHERE customer = 1 AND number = 2;
--| QUERY PLAN
--| ---------------------------
--| OnePartition[1]
--|   KeyScan[orders, = 1, = 2]
EXPLAIN SELECT * FROM orders WHERE customer = 1;
--| QUERY PLAN
--| ----------------------
--| OnePartition[1]
--|   KeyScan[orders, = 1]
EXPLAIN SELECT * FROM orders WHERE number = 2;
--| QUERY PLAN
--| -----------------------------------
--| AllPartitions
--|   Gather
--|     Scan[orders] where EQUAL(#1, 2)
EXPLAIN SELECT * FROM countries WHERE code = 'de';
--| QUERY PLAN
--| ----------------------------
--| Replicated
--|   KeyScan[countries, = 'de']
EXPLAIN INSERT INTO orders VALUES (4, 1, 0);
--| QUERY PLAN
--| ------------------------------
--| Insert[orders] OnePartition[4]
--|   Values[1 rows]
EXPLAIN INSERT INTO countries VALUES ('ch', 'Switzerland');
--| QUERY PLAN
--| ----------------------------
--| Insert[countries] Replicated
--|   Values[1 rows]
EXPLAIN UPDATE orders SET total = 0 WHERE customer = 1;
--| QUERY PLAN
--| ------------------------------
--| Update[orders] OnePartition[1]
--|   KeyScan[orders, = 1]
EXPLAIN UPDATE orders SET total = 0;
--| QUERY PLAN
--| ----------------------------
--| Update[orders] AllPartitions
--|   Scan[orders]
EXPLAIN DELETE FROM orders WHERE customer = 1 AND number = 2;
--| QUERY PLAN
--| ------------------------------
--| Delete[orders] OnePartition[1]
--|   KeyScan[orders, = 1, = 2]
EXPLAIN DELETE FROM countries;
--| QUERY PLAN
--| ----------------------------
--| Delete[countries] Replicated
--|   Scan[countries]
SELECT count(*) FROM orders;
--| count
--| -----
--|     4

-- A table without a key; two rows may be alike.

CREATE TABLE notes (topic text, note text) PARTITION BY HASH (topic);
--| CREATE TABLE
INSERT INTO notes VALUES ('a', 'x'), ('a', 'x'), (null, 'no topic');
--| INSERT 0 3
SELECT * FROM notes ORDER BY topic NULLS LAST;
--| topic | note
--| ------+---------
--| a     | x
--| a     | x
--| ∅     | no topic
SELECT note FROM notes WHERE topic IS NULL;
--| note
--| --------
--| no topic
DELETE FROM notes WHERE topic = 'a';
--| DELETE 2
SELECT * FROM notes;
--| topic | note
--| ------+---------
--| ∅     | no topic

-- What cannot be a table.

CREATE TABLE bad (id integer, id text);
--| ERROR 42701: the column is specified more than once (column: id)
CREATE TABLE bad (id nothing);
--| ERROR 42704: the type does not exist (type: nothing)
CREATE TABLE bad (id integer PRIMARY KEY, n integer) PARTITION BY HASH (n);
--| ERROR 42P16: a primary key or unique constraint of a partitioned table must contain the partition column (constraint: primary key, partition column: n)
--| HINT: Add the partition column to the key, or partition by a column of the key.
CREATE TABLE bad (id integer PRIMARY KEY) PARTITION BY HASH (missing);
--| ERROR 42703: the column named in a key does not exist (column: missing)
CREATE TABLE bad (id integer, n integer, UNIQUE (n)) PARTITION BY HASH (id);
--| ERROR 42P16: a primary key or unique constraint of a partitioned table must contain the partition column (constraint: unique constraint, partition column: id)
--| HINT: Add the partition column to the key, or partition by a column of the key.
CREATE TABLE bad (id integer, PRIMARY KEY (id), PRIMARY KEY (id));
--| ERROR 42P16: multiple primary keys for table are not allowed
CREATE TABLE bad (id integer, PRIMARY KEY (missing));
--| ERROR 42703: the column named in a key does not exist (column: missing)
CREATE TABLE bad (x real) PARTITION BY HASH (x);
--| ERROR 42P16: a column of this type cannot be hashed (column: x, type: real)
CREATE TABLE bad (id varchar(0));
--| ERROR 22023: the length of a type is wrong (length: 0, limit: 10485760)
CREATE TABLE bad (id numeric(5, 6, 7));
--| ERROR 42601 at 34: syntax error at or near (near: ,)
CREATE TABLE bad (id integer CHECK (id > 0));
--| CREATE TABLE
CREATE TABLE bad (id integer REFERENCES orders);
--| ERROR 42P07: the relation already exists (relation: bad)
CREATE TABLE bad (ids integer[]);
--| ERROR 0A000: this part of SQL is not supported (feature: an array)
--| HINT: Use IN with a list, or rows of a table.
CREATE TEMPORARY TABLE bad (id integer);
--| ERROR 0A000: this statement is not supported (statement: CREATE TEMPORARY)
CREATE TABLE bad AS SELECT 1;
--| ERROR 0A000: this part of SQL is not supported (feature: CREATE TABLE AS)
--| HINT: Create the table with its columns, and fill it by COPY.
CREATE TABLE other.bad (id integer);
--| ERROR 3F000: tables are in the schema public only (schema: other)
CREATE TABLE a23456789012345678901234567890123456789012345678901234567890abcd (id integer);
--| ERROR 42601 at 14: syntax error at or near (near: a23456789012345678901234567890123456789012345678901234567890abcd)
ALTER TABLE orders ADD COLUMN note text;
--| ALTER TABLE
CREATE VIEW v AS SELECT 1;
--| CREATE VIEW

-- A column of the key is not null.

INSERT INTO orders VALUES (null, 1, 1);
--| ERROR 23502: null value in a column that must not be null (table: orders, column: customer)
INSERT INTO orders (customer) VALUES (9);
--| ERROR 23502: null value in a column that must not be null (table: orders, column: number)
INSERT INTO countries VALUES ('fr', null);
--| ERROR 23502: null value in a column that must not be null (table: countries, column: name)

-- Names: folded to lower case unless quoted.

CREATE TABLE "Mixed Case" ("Id" integer PRIMARY KEY, Name text) PARTITION BY HASH ("Id");
--| CREATE TABLE
INSERT INTO "Mixed Case" ("Id", NAME) VALUES (1, 'one');
--| INSERT 0 1
SELECT "Id", name AS "The Name" FROM "Mixed Case";
--| Id | The Name
--| ---+---------
--|  1 | one
SELECT Id FROM "Mixed Case";
--| ERROR 42703 at 8: the column does not exist (name: id)
SELECT * FROM mixed;
--| ERROR 42P01 at 15: the relation does not exist (name: mixed)
SELECT public.countries.code FROM public.countries;
--| code
--| ----
--| at
--| de

DROP TABLE orders;
--| DROP TABLE
SELECT * FROM orders;
--| ERROR 42P01 at 15: the relation does not exist (name: orders)
DROP TABLE orders;
--| ERROR 42P01: the table does not exist (table: orders)
DROP TABLE IF EXISTS orders;
--| DROP TABLE
DROP TABLE countries, notes;
--| DROP TABLE
DROP TABLE countries;
--| ERROR 42P01: the table does not exist (table: countries)
DROP TABLE notes;
--| ERROR 42P01: the table does not exist (table: notes)
DROP TABLE "Mixed Case";
--| DROP TABLE

-- A name that was dropped is free, and its rows are gone.

CREATE TABLE orders (id integer PRIMARY KEY) PARTITION BY HASH (id);
--| CREATE TABLE
SELECT count(*) FROM orders;
--| count
--| -----
--|     0
