-- Foreign keys: of replicated tables, and of rows of the same partition.

CREATE TABLE countries (code text PRIMARY KEY, name text UNIQUE);
--| CREATE TABLE

CREATE TABLE customers (id int PRIMARY KEY, country text REFERENCES countries, name text) PARTITION BY HASH (id);
--| CREATE TABLE

CREATE TABLE orders (customer int REFERENCES customers ON DELETE CASCADE, number int, note text, PRIMARY KEY (customer, number)) PARTITION BY HASH (customer);
--| CREATE TABLE

CREATE TABLE lines (customer bigint, number bigint, line int, amount int, PRIMARY KEY (customer, number, line), CONSTRAINT of_order FOREIGN KEY (customer, number) REFERENCES orders (customer, number) ON DELETE CASCADE ON UPDATE CASCADE) PARTITION BY HASH (customer);
--| CREATE TABLE

INSERT INTO customers VALUES (1, 'DE', 'Ann');
--| ERROR 23503: insert or update on table violates foreign key constraint (table: customers, constraint: customers_country_fkey, key: (country)=(DE), is not present in table: countries)

INSERT INTO countries VALUES ('DE', 'Germany'), ('FR', 'France');
--| INSERT 0 2

INSERT INTO customers VALUES (1, 'DE', 'Ann'), (2, NULL, 'Bob'), (3, 'FR', 'Cid');
--| INSERT 0 3

INSERT INTO customers VALUES (4, 'DE', 'Dan'), (5, 'IT', 'Eve');
--| ERROR 23503: insert or update on table violates foreign key constraint (table: customers, constraint: customers_country_fkey, key: (country)=(IT), is not present in table: countries)

SELECT count(*) FROM customers;
--| count
--| -----
--|     3

UPDATE customers SET country = 'XX' WHERE id = 1;
--| ERROR 23503: insert or update on table violates foreign key constraint (table: customers, constraint: customers_country_fkey, key: (country)=(XX), is not present in table: countries)

UPDATE customers SET country = 'FR' WHERE id = 1;
--| UPDATE 1

DELETE FROM countries WHERE code = 'FR';
--| ERROR 23503: update or delete on table violates foreign key constraint (table: countries, constraint: customers_country_fkey, key: (code)=(FR), is still referenced from table: customers)

DELETE FROM countries WHERE code = 'DE';
--| DELETE 1

UPDATE countries SET code = 'F' WHERE code = 'FR';
--| ERROR 23503: update or delete on table violates foreign key constraint (table: countries, constraint: customers_country_fkey, key: (code)=(FR), is still referenced from table: customers)

-- By key, with rows of the same partition.
INSERT INTO orders VALUES (1, 1, 'a'), (1, 2, 'b'), (9, 1, 'c');
--| ERROR 23503: insert or update on table violates foreign key constraint (table: orders, constraint: orders_customer_fkey, key: (customer)=(9), is not present in table: customers)

INSERT INTO orders VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');
--| INSERT 0 3

EXPLAIN INSERT INTO orders VALUES (1, 3, 'x');
--| QUERY PLAN
--| ---------------------------------------
--| Insert[orders] OnePartition[1::integer]
--|   Values[1 rows]

INSERT INTO lines VALUES (1, 1, 1, 10), (1, 1, 2, 20), (1, 2, 1, 30);
--| INSERT 0 3

INSERT INTO lines VALUES (1, 3, 1, 10);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: lines, constraint: of_order, key: (customer, number)=(1, 3), is not present in table: orders)

INSERT INTO lines VALUES (5000000000, 1, 1, 1);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: lines, constraint: of_order, key: (customer, number)=(5000000000, 1), is not present in table: orders)

UPDATE orders SET number = 7 WHERE customer = 1 AND number = 1;
--| UPDATE 1

SELECT * FROM lines ORDER BY number, line;
--| customer | number | line | amount
--| ---------+--------+------+-------
--|        1 |      2 |    1 |     30
--|        1 |      7 |    1 |     10
--|        1 |      7 |    2 |     20

DELETE FROM customers WHERE id = 1;
--| DELETE 1

SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM lines) AS lines;
--| customers | orders | lines
--| ----------+--------+------
--|         2 |      1 |     0

-- At the end of the statement it counts.
CREATE TABLE parts (id int PRIMARY KEY, whole int REFERENCES parts, name text);
--| CREATE TABLE

INSERT INTO parts VALUES (2, 1, 'wheel'), (1, NULL, 'bicycle'), (3, 2, 'spoke');
--| INSERT 0 3

DELETE FROM parts WHERE id = 1;
--| ERROR 23503: update or delete on table violates foreign key constraint (table: parts, constraint: parts_whole_fkey, key: (id)=(1), is still referenced from table: parts)

DELETE FROM parts WHERE id IN (1, 2);
--| ERROR 23503: update or delete on table violates foreign key constraint (table: parts, constraint: parts_whole_fkey, key: (id)=(2), is still referenced from table: parts)

DELETE FROM parts;
--| DELETE 3

INSERT INTO parts VALUES (1, 1, 'itself');
--| INSERT 0 1

UPDATE parts SET id = 5, whole = 5;
--| UPDATE 1

UPDATE parts SET id = 6;
--| ERROR 23503: update or delete on table violates foreign key constraint (table: parts, constraint: parts_whole_fkey, key: (id)=(5), is still referenced from table: parts)

-- RESTRICT and SET NULL.
CREATE TABLE rooms (id int PRIMARY KEY);
--| CREATE TABLE

CREATE TABLE beds (id int PRIMARY KEY, room int REFERENCES rooms ON DELETE SET NULL ON UPDATE CASCADE, must int NOT NULL REFERENCES rooms ON DELETE RESTRICT) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO rooms VALUES (1), (2), (3);
--| INSERT 0 3

INSERT INTO beds VALUES (1, 1, 2), (2, 1, 2), (3, 3, 2), (4, NULL, 2);
--| INSERT 0 4

DELETE FROM rooms WHERE id = 1;
--| DELETE 1

SELECT * FROM beds ORDER BY id;
--| id | room | must
--| ---+------+-----
--|  1 |    ∅ |    2
--|  2 |    ∅ |    2
--|  3 |    3 |    2
--|  4 |    ∅ |    2

DELETE FROM rooms WHERE id = 2;
--| ERROR 23503: update or delete on table violates foreign key constraint (table: rooms, constraint: beds_must_fkey, key: (id)=(2), is still referenced from table: beds)

UPDATE rooms SET id = 30 WHERE id = 3;
--| UPDATE 1

SELECT * FROM beds ORDER BY id;
--| id | room | must
--| ---+------+-----
--|  1 |    ∅ |    2
--|  2 |    ∅ |    2
--|  3 |   30 |    2
--|  4 |    ∅ |    2

-- In transactions, with conflicts, from queries.
BEGIN;
--| BEGIN

INSERT INTO rooms VALUES (4);
--| INSERT 0 1

UPDATE beds SET room = 4 WHERE id = 4;
--| UPDATE 1

SAVEPOINT s;
--| SAVEPOINT

UPDATE beds SET room = 5 WHERE id = 4;
--| ERROR 23503: insert or update on table violates foreign key constraint (table: beds, constraint: beds_room_fkey, key: (room)=(5), is not present in table: rooms)

ROLLBACK TO s;
--| ROLLBACK

COMMIT;
--| COMMIT

SELECT * FROM beds WHERE room = 4;
--| id | room | must
--| ---+------+-----
--|  4 |    4 |    2

INSERT INTO beds VALUES (4, 4, 2) ON CONFLICT (id) DO UPDATE SET room = 77;
--| ERROR 23503: insert or update on table violates foreign key constraint (table: beds, constraint: beds_room_fkey, key: (room)=(77), is not present in table: rooms)

INSERT INTO beds SELECT id + 10, room, must FROM beds WHERE room = 4;
--| INSERT 0 1

INSERT INTO beds SELECT id + 20, 99, must FROM beds WHERE room = 4;
--| ERROR 23503: insert or update on table violates foreign key constraint (table: beds, constraint: beds_room_fkey, key: (room)=(99), is not present in table: rooms)

-- A materialized view sees what keys do.
CREATE MATERIALIZED VIEW by_room AS SELECT room, count(*) AS beds FROM beds GROUP BY room;
--| CREATE MATERIALIZED VIEW

DELETE FROM rooms WHERE id = 4;
--| DELETE 1

SELECT * FROM by_room ORDER BY room;
--| room | beds
--| -----+-----
--|   30 |    1
--|    ∅ |    4

-- Later, with rows.
CREATE TABLE notes (id int PRIMARY KEY, bed int) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO notes VALUES (1, 1), (2, 100);
--| INSERT 0 2

ALTER TABLE notes ADD CONSTRAINT of_bed FOREIGN KEY (bed) REFERENCES beds;
--| ERROR 0A000: a foreign key of a partitioned table names rows of the same partition (table: notes, referenced table: beds, its partition column: id)
--| HINT: Partition both tables by a column of the key, or make the referenced table a replicated one (without PARTITION BY HASH).

ALTER TABLE notes ADD FOREIGN KEY (id) REFERENCES beds;
--| ALTER TABLE

ALTER TABLE notes ADD COLUMN room int REFERENCES rooms;
--| ALTER TABLE

INSERT INTO notes VALUES (99, 1, NULL);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: notes, constraint: notes_id_fkey, key: (id)=(99), is not present in table: beds)

INSERT INTO notes VALUES (3, 1, 55);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: notes, constraint: notes_room_fkey, key: (room)=(55), is not present in table: rooms)

ALTER TABLE notes RENAME CONSTRAINT notes_room_fkey TO of_room;
--| ALTER TABLE

INSERT INTO notes VALUES (3, 1, 55);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: notes, constraint: of_room, key: (room)=(55), is not present in table: rooms)

ALTER TABLE notes RENAME COLUMN room TO place;
--| ALTER TABLE

ALTER TABLE rooms RENAME TO chambers;
--| ALTER TABLE

INSERT INTO notes VALUES (3, 1, 55);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: notes, constraint: of_room, key: (place)=(55), is not present in table: chambers)

INSERT INTO notes VALUES (4, 1, 30);
--| INSERT 0 1

ALTER TABLE notes DROP CONSTRAINT of_room;
--| ALTER TABLE

INSERT INTO notes VALUES (5, 1, 55);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: notes, constraint: notes_id_fkey, key: (id)=(5), is not present in table: beds)

ALTER TABLE notes ADD CONSTRAINT of_room FOREIGN KEY (place) REFERENCES chambers;
--| ALTER TABLE

SELECT conname, contype FROM pg_constraint WHERE contype = 'f' ORDER BY conname;
--| conname                | contype
--| -----------------------+--------
--| beds_must_fkey         | f
--| beds_room_fkey         | f
--| customers_country_fkey | f
--| notes_id_fkey          | f
--| of_order               | f
--| of_room                | f
--| orders_customer_fkey   | f
--| parts_whole_fkey       | f

-- What cannot be.
CREATE TABLE bad (id int PRIMARY KEY, customer int REFERENCES customers) PARTITION BY HASH (id);
--| ERROR 0A000: a foreign key of a partitioned table names rows of the same partition (table: bad, referenced table: customers, its partition column: id)
--| HINT: Partition both tables by a column of the key, or make the referenced table a replicated one (without PARTITION BY HASH).

CREATE TABLE bad (id int PRIMARY KEY, customer int REFERENCES customers);
--| ERROR 0A000: a foreign key of a partitioned table names rows of the same partition (table: bad, referenced table: customers, its partition column: id)
--| HINT: Partition both tables by a column of the key, or make the referenced table a replicated one (without PARTITION BY HASH).

CREATE TABLE bad (id int PRIMARY KEY REFERENCES nowhere);
--| ERROR 42P01: the table does not exist (table: nowhere)

CREATE TABLE bad (id int PRIMARY KEY, name text REFERENCES countries (name), other text REFERENCES customers (name));
--| ERROR 42830: there is no unique constraint matching given keys for referenced table (table: customers)

CREATE TABLE bad (id text REFERENCES parts);
--| ERROR 42804: a foreign key and the key it names are of incompatible types (column: id, types: text, integer)

CREATE TABLE bad (id int, FOREIGN KEY (id) REFERENCES orders);
--| ERROR 42830: number of referencing and referenced columns for foreign key disagree (table: bad)

CREATE TABLE bad (id int REFERENCES parts DEFERRABLE);
--| ERROR 0A000: this form of foreign key is not supported (clause: DEFERRABLE)
--| HINT: Foreign keys are MATCH SIMPLE, and hold at the end of each statement.

CREATE TABLE bad (id int REFERENCES parts ON DELETE SET DEFAULT);
--| ERROR 0A000: this action of a foreign key is not supported (clause: ON DELETE SET DEFAULT)
--| HINT: NO ACTION, RESTRICT, CASCADE and SET NULL are.

CREATE TABLE bad (id int CHECK (id > 0) REFERENCES parts ON DELETE SET NULL);
--| ERROR 0A000: a foreign key does not change columns that a check constraint names (constraint: bad_id_check)
--| HINT: Use ON DELETE CASCADE, RESTRICT or NO ACTION, and no action ON UPDATE.

CREATE TABLE bad (id int, FOREIGN KEY (nothing) REFERENCES parts);
--| ERROR 42703: the column named in a key does not exist (column: nothing)

DROP TABLE countries;
--| ERROR 2BP01: it cannot be changed because a foreign key depends on it (constraint: customers_country_fkey, table: customers)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.

TRUNCATE countries;
--| ERROR 0A000: cannot truncate a table referenced in a foreign key constraint (table: countries, referenced by: customers)
--| HINT: Truncate both tables in one statement.

TRUNCATE countries, customers;
--| ERROR 0A000: cannot truncate a table referenced in a foreign key constraint (table: customers, referenced by: orders)
--| HINT: Truncate both tables in one statement.

ALTER TABLE orders DROP COLUMN number;
--| ERROR 0A000: a column of the primary key cannot be dropped (column: number)
--| HINT: Make a new table, and copy the rows with INSERT … SELECT.

ALTER TABLE beds ALTER COLUMN room TYPE text;
--| ERROR 2BP01: it cannot be changed because a foreign key depends on it (constraint: beds_room_fkey, table: beds)

DROP TABLE countries CASCADE;
--| DROP TABLE

INSERT INTO customers VALUES (50, 'nowhere', 'Fay');
--| INSERT 0 1

-- Rows that become others are looked at again.
CREATE TABLE places (id int PRIMARY KEY);
--| CREATE TABLE

CREATE TABLE visits (id int PRIMARY KEY, place int REFERENCES places) PARTITION BY HASH (id);
--| CREATE TABLE

INSERT INTO places VALUES (1), (2);
--| INSERT 0 2

INSERT INTO visits VALUES (1, 1);
--| INSERT 0 1

ALTER TABLE visits ALTER COLUMN place TYPE int USING place + 5;
--| ERROR 23503: insert or update on table violates foreign key constraint (table: visits, constraint: visits_place_fkey, key: (place)=(6), is not present in table: places)

ALTER TABLE visits ALTER COLUMN place TYPE int USING place + 1;
--| ALTER TABLE

SELECT * FROM visits;
--| id | place
--| ---+------
--|  1 |     2

TRUNCATE places, visits;
--| TRUNCATE TABLE

INSERT INTO visits VALUES (1, 1);
--| ERROR 23503: insert or update on table violates foreign key constraint (table: visits, constraint: visits_place_fkey, key: (place)=(1), is not present in table: places)

-- What cascades is made what its column is: of its scale, and refused when it is too long.
CREATE TABLE rates (rate numeric(5, 2) PRIMARY KEY, word varchar(9) UNIQUE, small int UNIQUE);
--| CREATE TABLE

CREATE TABLE rated (rate numeric(6, 4) REFERENCES rates ON UPDATE CASCADE, word varchar(3) REFERENCES rates (word) ON UPDATE CASCADE, small smallint REFERENCES rates (small) ON UPDATE CASCADE);
--| CREATE TABLE

INSERT INTO rates VALUES (1.5, 'one', 1);
--| INSERT 0 1

INSERT INTO rated VALUES (1.5, 'one', 1);
--| INSERT 0 1

UPDATE rates SET rate = 2.25;
--| UPDATE 1

SELECT * FROM rated;
--|   rate | word | small
--| -------+------+------
--| 2.2500 | one  |     1

UPDATE rates SET rate = 123;
--| ERROR 22003: numeric field overflow (type: numeric(6,4))

UPDATE rates SET word = 'four';
--| ERROR 22001: value too long for the type (type: character varying(3))

UPDATE rates SET small = 70000;
--| ERROR 22003: value is out of range (type: smallint, value: 70000)

SELECT * FROM rated;
--|   rate | word | small
--| -------+------+------
--| 2.2500 | one  |     1
