-- Indexes: used, unique, built over rows that are there, dropped.

CREATE TABLE people (id integer PRIMARY KEY, name text, born date, email text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO people VALUES (1, 'Ann', '1990-01-01', 'a@x'), (2, 'Bob', '1985-05-05', 'b@x'), (3, 'Ann', '2000-12-31', null), (4, 'Dee', null, null);
--| INSERT 0 4
EXPLAIN SELECT * FROM people WHERE name = 'Ann';
--| QUERY PLAN
--| ---------------------------------------
--| AllPartitions
--|   Gather
--|     Scan[people] where EQUAL(#1, 'Ann')
CREATE INDEX people_name ON people (name, born);
--| CREATE INDEX
EXPLAIN SELECT * FROM people WHERE name = 'Ann';
--| QUERY PLAN
--| ------------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[people, = 'Ann']
SELECT id, born FROM people WHERE name = 'Ann' ORDER BY id;
--| id | born
--| ---+-----------
--|  1 | 1990-01-01
--|  3 | 2000-12-31
EXPLAIN SELECT * FROM people WHERE name = 'Ann' AND born > '1995-01-01';
--| QUERY PLAN
--| ----------------------------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[people, = 'Ann', > '1995-01-01']
SELECT id FROM people WHERE name = 'Ann' AND born > '1995-01-01';
--| id
--| --
--|  3
EXPLAIN SELECT * FROM people WHERE born = '1990-01-01';
--| QUERY PLAN
--| ----------------------------------------------
--| AllPartitions
--|   Gather
--|     Scan[people] where EQUAL(#2, '1990-01-01')
EXPLAIN SELECT * FROM people WHERE id = 1 AND name = 'Ann';
--| QUERY PLAN
--| ---------------------------------------------
--| OnePartition[1]
--|   KeyScan[people, = 1] where EQUAL(#1, 'Ann')
EXPLAIN SELECT * FROM people WHERE name IN ('Ann', 'Bob', 'Cem');
--| QUERY PLAN
--| --------------------------------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[people, = 'Ann' | = 'Bob' | = 'Cem']
SELECT id FROM people WHERE name >= 'B' ORDER BY id;
--| id
--| --
--|  2
--|  4
SELECT id FROM people WHERE name = 'Dee' AND born IS NULL;
--| id
--| --
--|  4

-- The index follows the rows.

UPDATE people SET name = 'Eve' WHERE id = 1;
--| UPDATE 1
SELECT id FROM people WHERE name = 'Ann';
--| id
--| --
--|  3
SELECT id FROM people WHERE name = 'Eve';
--| id
--| --
--|  1
DELETE FROM people WHERE name = 'Eve';
--| DELETE 1
SELECT id FROM people WHERE name = 'Eve';
--| id
--| --

-- Unique.

CREATE UNIQUE INDEX people_email ON people (id, email);
--| CREATE INDEX
CREATE UNIQUE INDEX people_born ON people (born);
--| ERROR 42P16: a unique index of a partitioned table must contain the partition column (partition column: id)
CREATE TABLE tags (tag text PRIMARY KEY, short text);
--| CREATE TABLE
INSERT INTO tags VALUES ('one', 'o'), ('other', 'o');
--| INSERT 0 2
CREATE UNIQUE INDEX tags_short ON tags (short);
--| ERROR 23505: duplicate key value violates unique constraint (table: tags, constraint: tags_short)
DELETE FROM tags WHERE tag = 'other';
--| DELETE 1
CREATE UNIQUE INDEX tags_short ON tags (short);
--| CREATE INDEX
INSERT INTO tags VALUES ('ocean', 'o');
--| ERROR 23505: duplicate key value violates unique constraint (table: tags, constraint: tags_short)
INSERT INTO tags VALUES ('none', null), ('no', null);
--| INSERT 0 2
INSERT INTO tags VALUES ('one', 'p');
--| ERROR 23505: duplicate key value violates unique constraint (table: tags, constraint: tags_pkey)

-- Names.

CREATE INDEX ON people (born);
--| CREATE INDEX
CREATE INDEX IF NOT EXISTS people_name ON people (born);
--| CREATE INDEX
CREATE INDEX people_name ON people (born);
--| ERROR 42P07: the relation already exists (relation: people_name)
CREATE INDEX x ON nothing (a);
--| ERROR 42P01: the table does not exist (table: nothing)
CREATE INDEX x ON people (nothing);
--| ERROR 42703: the column does not exist (column: nothing, table: people)
CREATE INDEX x ON people (lower(name));
--| CREATE INDEX
CREATE INDEX x ON people (name) WHERE id > 1;
--| ERROR 42P07: the relation already exists (relation: x)
DROP INDEX people_name;
--| DROP INDEX
EXPLAIN SELECT * FROM people WHERE name = 'Ann';
--| QUERY PLAN
--| ---------------------------------------
--| AllPartitions
--|   Gather
--|     Scan[people] where EQUAL(#1, 'Ann')
DROP INDEX people_name;
--| ERROR 42704: the index does not exist (index: people_name)
DROP INDEX IF EXISTS people_name;
--| DROP INDEX
DROP INDEX tags_pkey;
--| ERROR 42704: the index does not exist (index: tags_pkey)
DROP TABLE tags;
--| DROP TABLE
DROP INDEX tags_short;
--| ERROR 42704: the index does not exist (index: tags_short)

-- A key has its limit.

CREATE TABLE long (key text PRIMARY KEY) PARTITION BY HASH (key);
--| CREATE TABLE
INSERT INTO long VALUES (repeat('x', 2000));
--| INSERT 0 1
INSERT INTO long VALUES (repeat('x', 3000));
--| ERROR 54000: a key is too long (limit in bytes: 2048)
SELECT length(key) FROM long;
--| length
--| ------
--|   2000
