-- ALTER TABLE, with rows in the table.

CREATE TABLE p (id integer PRIMARY KEY, a integer, b text, c numeric(8,2)) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE INDEX p_a ON p (a);
--| CREATE INDEX
CREATE INDEX p_b ON p (b);
--| CREATE INDEX
CREATE TABLE r (k text, v integer UNIQUE);
--| CREATE TABLE
INSERT INTO p VALUES (1, 10, 'one', 1.25), (2, 20, 'two', 2.5), (3, NULL, NULL, NULL);
--| INSERT 0 3
INSERT INTO r VALUES ('x', 1), ('y', 2), (NULL, NULL);
--| INSERT 0 3

-- Columns come, with values for the rows there are.
ALTER TABLE p ADD COLUMN d integer;
--| ALTER TABLE
ALTER TABLE p ADD e integer DEFAULT 7 NOT NULL, ADD COLUMN f text CHECK (f <> 'bad') DEFAULT 'good';
--| ALTER TABLE
SELECT * FROM p ORDER BY id;
--| id |  a | b   |    c | d | e | f
--| ---+----+-----+------+---+---+-----
--|  1 | 10 | one | 1.25 | ∅ | 7 | good
--|  2 | 20 | two | 2.50 | ∅ | 7 | good
--|  3 |  ∅ | ∅   |    ∅ | ∅ | 7 | good
INSERT INTO p (id) VALUES (4);
--| INSERT 0 1
INSERT INTO p (id, f) VALUES (5, 'bad');
--| ERROR 23514: new row for relation violates check constraint (table: p, constraint: p_f_check)
SELECT * FROM p WHERE id = 4;
--| id | a | b | c | d | e | f
--| ---+---+---+---+---+---+-----
--|  4 | ∅ | ∅ | ∅ | ∅ | 7 | good
ALTER TABLE p ADD COLUMN a integer;
--| ERROR 42701: the column already exists (column: a, table: p)
ALTER TABLE p ADD COLUMN IF NOT EXISTS a integer;
--| ALTER TABLE
ALTER TABLE p ADD COLUMN g integer NOT NULL;
--| ERROR 23502: null value in a column that must not be null (table: p, column: g)
ALTER TABLE p ADD COLUMN g integer DEFAULT 'x';
--| ERROR 22P02: invalid input syntax (type: integer, value: x)
ALTER TABLE p ADD COLUMN g integer REFERENCES r (v);
--| ALTER TABLE
ALTER TABLE r ADD COLUMN w integer DEFAULT 5 UNIQUE;
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_w_key)
ALTER TABLE r ADD COLUMN w integer UNIQUE;
--| ALTER TABLE
SELECT * FROM r ORDER BY v;
--| k | v | w
--| --+---+--
--| x | 1 | ∅
--| y | 2 | ∅
--| ∅ | ∅ | ∅

-- Columns go; what names them goes too.
ALTER TABLE p DROP COLUMN a, DROP COLUMN IF EXISTS nothing;
--| ALTER TABLE
SELECT * FROM p ORDER BY id;
--| id | b   |    c | d | e | f    | g
--| ---+-----+------+---+---+------+--
--|  1 | one | 1.25 | ∅ | 7 | good | ∅
--|  2 | two | 2.50 | ∅ | 7 | good | ∅
--|  3 | ∅   |    ∅ | ∅ | 7 | good | ∅
--|  4 | ∅   |    ∅ | ∅ | 7 | good | ∅
SELECT indexname FROM pg_indexes WHERE tablename = 'p' ORDER BY 1;
--| indexname
--| ---------
--| p_b
--| p_pkey
SELECT id FROM p WHERE b = 'two';
--| id
--| --
--|  2
ALTER TABLE p DROP COLUMN f;
--| ALTER TABLE
SELECT count(*) FROM pg_constraint WHERE conname LIKE 'p%check';
--| count
--| -----
--|     0
ALTER TABLE p DROP COLUMN id;
--| ERROR 0A000: the partition column cannot be dropped (column: id)
--| HINT: Make a new table, and copy the rows with INSERT … SELECT.
ALTER TABLE p DROP COLUMN nothing;
--| ERROR 42703: the column does not exist (column: nothing, table: p)
ALTER TABLE r DROP w;
--| ALTER TABLE

-- Names.
ALTER TABLE p RENAME COLUMN b TO label;
--| ALTER TABLE
ALTER TABLE p RENAME d TO e;
--| ERROR 42701: the column already exists (column: e, table: p)
SELECT id, label FROM p WHERE label = 'one';
--| id | label
--| ---+------
--|  1 | one
UPDATE p SET label = 'ONE' WHERE id = 1;
--| UPDATE 1
ALTER TABLE p RENAME TO q;
--| ALTER TABLE
SELECT id, label FROM q WHERE label = 'ONE';
--| id | label
--| ---+------
--|  1 | ONE
SELECT * FROM p;
--| ERROR 42P01 at 15: the relation does not exist (name: p)
ALTER TABLE q RENAME TO r;
--| ERROR 42P07: the relation already exists (relation: r)
ALTER INDEX p_b RENAME TO q_label;
--| ALTER INDEX
ALTER INDEX nothing RENAME TO x;
--| ERROR 42P01: the index does not exist (index: nothing)
ALTER INDEX IF EXISTS nothing RENAME TO x;
--| ALTER INDEX
SELECT indexname FROM pg_indexes WHERE tablename = 'q' ORDER BY 1;
--| indexname
--| ---------
--| q_label
--| q_pkey
ALTER TABLE q RENAME TO p;
--| ALTER TABLE

-- Defaults and nulls.
ALTER TABLE p ALTER COLUMN c SET DEFAULT 1.5, ALTER e DROP DEFAULT, ALTER e DROP NOT NULL;
--| ALTER TABLE
INSERT INTO p (id) VALUES (6);
--| INSERT 0 1
SELECT * FROM p WHERE id = 6;
--| id | label |    c | d | e | g
--| ---+-------+------+---+---+--
--|  6 | ∅     | 1.50 | ∅ | ∅ | ∅
ALTER TABLE p ALTER COLUMN e SET NOT NULL;
--| ERROR 23502: null value in a column that must not be null (table: p, column: e)
UPDATE p SET e = 0 WHERE e IS NULL;
--| UPDATE 1
ALTER TABLE p ALTER COLUMN e SET NOT NULL;
--| ALTER TABLE
INSERT INTO p (id) VALUES (7);
--| ERROR 23502: null value in a column that must not be null (table: p, column: e)
ALTER TABLE p ALTER COLUMN id DROP NOT NULL;
--| ERROR 42P16: a column of the primary key is never null (column: id)
ALTER TABLE p ALTER COLUMN c SET DEFAULT 'many';
--| ERROR 22P02: invalid input syntax (type: numeric, value: many)

-- Types.
ALTER TABLE p ALTER COLUMN e TYPE bigint, ALTER COLUMN c TYPE numeric(8,1);
--| ALTER TABLE
SELECT id, c, e FROM p ORDER BY id;
--| id |   c | e
--| ---+-----+--
--|  1 | 1.3 | 7
--|  2 | 2.5 | 7
--|  3 |   ∅ | 7
--|  4 |   ∅ | 7
--|  6 | 1.5 | 0
ALTER TABLE p ALTER COLUMN label TYPE varchar(2);
--| ERROR 22001: value too long for the type (type: character varying(2))
ALTER TABLE p ALTER COLUMN label SET DATA TYPE integer USING length(label) * 10;
--| ALTER TABLE
SELECT id, label FROM p ORDER BY id;
--| id | label
--| ---+------
--|  1 |    30
--|  2 |    30
--|  3 |     ∅
--|  4 |     ∅
--|  6 |     ∅
SELECT id FROM p WHERE label = 30 ORDER BY id;
--| id
--| --
--|  1
--|  2
ALTER TABLE p ALTER COLUMN label TYPE date;
--| ERROR 42804: the column is of another type than the expression (types: date, integer)
--| HINT: Cast the expression.
ALTER TABLE p ALTER COLUMN id TYPE bigint;
--| ERROR 0A000: the type of the partition column cannot be changed (column: id)
--| HINT: Make a new table, and copy the rows with INSERT … SELECT.
ALTER TABLE r ALTER COLUMN v TYPE text USING 'v' || v;
--| ERROR 2BP01: it cannot be changed because a foreign key depends on it (constraint: p_g_fkey, table: p)
SELECT k FROM r WHERE v = 'v2';
--| ERROR 22P02: invalid input syntax (type: integer, value: v2)

-- Constraints.
ALTER TABLE p ADD CONSTRAINT e_small CHECK (e < 100);
--| ALTER TABLE
ALTER TABLE p ADD CHECK (e > 3);
--| ERROR 23514: new row for relation violates check constraint (table: p, constraint: p_e_check)
ALTER TABLE p ADD CONSTRAINT e_small CHECK (e < 10);
--| ERROR 42710: the constraint already exists (constraint: e_small, table: p)
INSERT INTO p (id, e) VALUES (8, 100);
--| ERROR 23514: new row for relation violates check constraint (table: p, constraint: e_small)
ALTER TABLE p RENAME COLUMN e TO f;
--| ERROR 0A000: a column that a check constraint names cannot be renamed (column: e, constraint: e_small)
--| HINT: Drop the constraint, rename the column, add the constraint again.
ALTER TABLE p RENAME CONSTRAINT e_small TO small;
--| ALTER TABLE
ALTER TABLE p DROP CONSTRAINT e_small;
--| ERROR 42704: the constraint does not exist (constraint: e_small, table: p)
ALTER TABLE p DROP CONSTRAINT IF EXISTS e_small;
--| ALTER TABLE
ALTER TABLE p DROP CONSTRAINT small;
--| ALTER TABLE
INSERT INTO p (id, e) VALUES (8, 100);
--| INSERT 0 1
ALTER TABLE p ADD UNIQUE (e);
--| ERROR 42P16: a primary key or unique constraint of a partitioned table must contain the partition column (partition column: id)
ALTER TABLE p ADD UNIQUE (id, e);
--| ALTER TABLE
ALTER TABLE p ADD CONSTRAINT p_unique UNIQUE (e, id);
--| ALTER TABLE
ALTER TABLE r ADD UNIQUE (k);
--| ALTER TABLE
INSERT INTO r (k) VALUES ('x');
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_k_key)
ALTER TABLE r DROP CONSTRAINT r_k_key;
--| ALTER TABLE
INSERT INTO r (k) VALUES ('x');
--| INSERT 0 1
ALTER TABLE r ADD UNIQUE (k);
--| ERROR 23505: duplicate key value violates unique constraint (table: r, constraint: r_k_key)
ALTER TABLE p DROP CONSTRAINT p_pkey;
--| ERROR 0A000: the primary key cannot be dropped (constraint: p_pkey)
--| HINT: Make a new table, and copy the rows with INSERT … SELECT.
ALTER TABLE p ADD PRIMARY KEY (e);
--| ERROR 0A000: this kind of constraint cannot be added (kind: PRIMARY KEY)
--| HINT: CHECK, UNIQUE and FOREIGN KEY can; a primary key is given when the table is created.

-- All of it is transactional.
BEGIN;
--| BEGIN
ALTER TABLE p ADD COLUMN z integer DEFAULT 9, DROP COLUMN e;
--| ALTER TABLE
INSERT INTO p (id, z) VALUES (9, 10);
--| INSERT 0 1
SELECT sum(z) FROM p;
--| sum
--| ---
--|  64
SAVEPOINT s;
--| SAVEPOINT
ALTER TABLE p DROP COLUMN z;
--| ALTER TABLE
ROLLBACK TO s;
--| ROLLBACK
SELECT sum(z) FROM p;
--| sum
--| ---
--|  64
ROLLBACK;
--| ROLLBACK
SELECT count(*), sum(e) FROM p;
--| count | sum
--| ------+----
--|     6 | 128
BEGIN;
--| BEGIN
UPDATE p SET e = 1000 WHERE id = 1;
--| UPDATE 1
ALTER TABLE p ADD COLUMN z bigint DEFAULT 9;
--| ALTER TABLE
UPDATE p SET z = e WHERE id = 1;
--| UPDATE 1
COMMIT;
--| COMMIT
SELECT z FROM p ORDER BY id;
--|    z
--| ----
--| 1000
--|    9
--|    9
--|    9
--|    9
--|    9
BEGIN;
--| BEGIN
ALTER TABLE p ADD CHECK (z < 10);
--| ERROR 23514: new row for relation violates check constraint (table: p, constraint: p_z_check)
ROLLBACK;
--| ROLLBACK

-- What there is not.
ALTER TABLE nothing ADD COLUMN a integer;
--| ERROR 42P01: the table does not exist (table: nothing)
ALTER TABLE IF EXISTS nothing ADD COLUMN a integer;
--| ALTER TABLE
ALTER TABLE p SET SCHEMA other;
--| ERROR 0A000: this action of ALTER TABLE is not supported (action: SET)
--| HINT: ADD, DROP, ALTER and RENAME of columns, constraints and the table are.
ALTER TABLE p OWNER TO somebody;
--| ERROR 0A000: this action of ALTER TABLE is not supported (action: OWNER)
--| HINT: ADD, DROP, ALTER and RENAME of columns, constraints and the table are.
ALTER VIEW p RENAME TO q;
--| ERROR 0A000: this statement is not supported (statement: ALTER VIEW)
DROP TABLE p;
--| DROP TABLE
DROP TABLE r;
--| DROP TABLE
