-- Sequences, serial and identity columns.

SELECT lastval();
--| ERROR 55000: lastval is not yet defined in this session
CREATE SEQUENCE s;
--| CREATE SEQUENCE
SELECT currval('s');
--| ERROR 55000: currval of the sequence is not yet defined in this session (sequence: s)
SELECT nextval('s'), nextval('s');
--| nextval | nextval
--| --------+--------
--|       1 |       2
SELECT currval('s'), lastval();
--| currval | lastval
--| --------+--------
--|       2 |       2
SELECT nextval('s'::regclass) + 10;
--| ?column?
--| --------
--|       13
SELECT nextval('public.s');
--| nextval
--| -------
--|       4
SELECT nextval('S');
--| nextval
--| -------
--|       5
SELECT nextval('none');
--| ERROR 42P01: the sequence does not exist (sequence: none)
SELECT nextval(5);
--| ERROR 42883 at 8: the function does not exist (function: nextval(integer))
--| HINT: Cast the arguments to the types that are meant.
CREATE SEQUENCE s;
--| ERROR 42P07: the relation already exists (relation: s)
CREATE SEQUENCE IF NOT EXISTS s;
--| CREATE SEQUENCE
SELECT setval('s', 100);
--| setval
--| ------
--|    100
SELECT nextval('s');
--| nextval
--| -------
--|     101
SELECT setval('s', 100, false);
--| setval
--| ------
--|    100
SELECT nextval('s');
--| nextval
--| -------
--|     100
SELECT setval('s', 0);
--| ERROR 22003: setval: the value is out of bounds for sequence (sequence: s, value: 0, minvalue: 1, maxvalue: 9223372036854775807)
SELECT nextval(NULL), setval('s', NULL);
--| nextval | setval
--| --------+-------
--|       ∅ |      ∅
CREATE SEQUENCE "Odd name" START 5 INCREMENT BY -2 MINVALUE 1 MAXVALUE 5;
--| CREATE SEQUENCE
SELECT nextval('"Odd name"'), nextval('"Odd name"'), nextval('"Odd name"');
--| nextval | nextval | nextval
--| --------+---------+--------
--|       5 |       3 |       1
SELECT nextval('"Odd name"');
--| ERROR 2200H: nextval: reached minimum value of sequence (sequence: Odd name, limit: 1)
ALTER SEQUENCE "Odd name" CYCLE;
--| ALTER SEQUENCE
SELECT nextval('"Odd name"'), nextval('"Odd name"');
--| nextval | nextval
--| --------+--------
--|       5 |       3
ALTER SEQUENCE "Odd name" RESTART;
--| ALTER SEQUENCE
SELECT nextval('"Odd name"');
--| nextval
--| -------
--|       5
ALTER SEQUENCE "Odd name" RESTART WITH 2 NO CYCLE;
--| ALTER SEQUENCE
SELECT nextval('"Odd name"');
--| nextval
--| -------
--|       2
SELECT nextval('"Odd name"');
--| ERROR 2200H: nextval: reached minimum value of sequence (sequence: Odd name, limit: 1)
ALTER SEQUENCE "Odd name" RESTART 7;
--| ERROR 22023: a sequence begins and goes on between MINVALUE and MAXVALUE (option: RESTART, value: 7, minvalue: 1, maxvalue: 5)
CREATE SEQUENCE bad INCREMENT 0;
--| ERROR 22023: INCREMENT must not be zero
CREATE SEQUENCE bad AS text;
--| ERROR 22023: sequence type must be smallint, integer, or bigint (type: TEXT)
CREATE SEQUENCE bad MINVALUE 5 MAXVALUE 5;
--| ERROR 22023: MINVALUE must be less than MAXVALUE (minvalue: 5, maxvalue: 5)
CREATE SEQUENCE bad START 0;
--| ERROR 22023: a sequence begins and goes on between MINVALUE and MAXVALUE (option: START, value: 0, minvalue: 1, maxvalue: 9223372036854775807)
CREATE SEQUENCE bad CACHE 0;
--| ERROR 22023: CACHE must be greater than zero (cache: 0)
CREATE SEQUENCE bad AS smallint MAXVALUE 40000;
--| ERROR 22023: MAXVALUE is out of range for the type of the sequence (maxvalue: 40000, type: smallint)
CREATE SEQUENCE bad INCREMENT 1 INCREMENT 2;
--| ERROR 42601: conflicting or redundant options (option: INCREMENT)
CREATE SEQUENCE bad SIDEWAYS;
--| ERROR 42601: this option of a sequence is not known (word: SIDEWAYS)
CREATE SEQUENCE small AS smallint MINVALUE -3 MAXVALUE -1;
--| CREATE SEQUENCE
SELECT nextval('small'), nextval('small'), nextval('small');
--| nextval | nextval | nextval
--| --------+---------+--------
--|      -3 |      -2 |      -1
SELECT nextval('small');
--| ERROR 2200H: nextval: reached maximum value of sequence (sequence: small, limit: -1)

-- Serial columns. The partition column may be one: the number is drawn before the row has a place.
CREATE TABLE people (id serial PRIMARY KEY, name text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO people (name) VALUES ('Ada') RETURNING id;
--| id
--| --
--|  1
--| INSERT 0 1
INSERT INTO people VALUES (DEFAULT, 'Bob'), (DEFAULT, 'Cy') RETURNING id, name;
--| id | name
--| ---+-----
--|  2 | Bob
--|  3 | Cy
--| INSERT 0 2
INSERT INTO people (name) SELECT name || '2' FROM people ORDER BY id RETURNING id;
--| id
--| --
--|  4
--|  5
--|  6
--| INSERT 0 3
INSERT INTO people VALUES (100, 'Given');
--| INSERT 0 1
INSERT INTO people DEFAULT VALUES RETURNING *;
--| id | name
--| ---+-----
--|  7 | ∅
--| INSERT 0 1
SELECT id, name FROM people ORDER BY id;
--|  id | name
--| ----+------
--|   1 | Ada
--|   2 | Bob
--|   3 | Cy
--|   4 | Ada2
--|   5 | Bob2
--|   6 | Cy2
--|   7 | ∅
--| 100 | Given
SELECT currval('people_id_seq'), lastval();
--| currval | lastval
--| --------+--------
--|       7 |       7
INSERT INTO people (id) VALUES (NULL);
--| ERROR 23502: null value in a column that must not be null (table: people, column: id)
SELECT pg_get_serial_sequence('people', 'id'), pg_get_serial_sequence('people', 'name');
--| pg_get_serial_sequence | pg_get_serial_sequence
--| -----------------------+-----------------------
--| public.people_id_seq   | ∅
SELECT pg_get_serial_sequence('people', 'none');
--| ERROR 42703: the column does not exist (column: none, table: people)
SELECT column_name, column_default, is_identity FROM information_schema.columns WHERE table_name = 'people' ORDER BY ordinal_position;
--| column_name | column_default                     | is_identity
--| ------------+------------------------------------+------------
--| id          | nextval('people_id_seq'::regclass) | NO
--| name        | ∅                                  | NO
SELECT relname, relkind FROM pg_class WHERE relkind = 'S' ORDER BY 1;
--| relname       | relkind
--| --------------+--------
--| Odd name      | S
--| people_id_seq | S
--| s             | S
--| small         | S
SELECT sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size, last_value FROM pg_sequences ORDER BY 1;
--| sequencename  | data_type | start_value | min_value |           max_value | increment_by | cycle | cache_size | last_value
--| --------------+-----------+-------------+-----------+---------------------+--------------+-------+------------+-----------
--| Odd name      | bigint    |           5 |         1 |                   5 |           -2 | f     |          1 |          2
--| people_id_seq | integer   |           1 |         1 |          2147483647 |            1 | f     |          1 |          7
--| s             | bigint    |           1 |         1 | 9223372036854775807 |            1 | f     |          1 |        100
--| small         | smallint  |          -3 |        -3 |                  -1 |            1 | f     |          1 |         -1
SELECT sequence_name, data_type, start_value, minimum_value, maximum_value, increment, cycle_option FROM information_schema.sequences ORDER BY 1;
--| sequence_name | data_type | start_value | minimum_value | maximum_value       | increment | cycle_option
--| --------------+-----------+-------------+---------------+---------------------+-----------+-------------
--| Odd name      | bigint    | 5           | 1             | 5                   | -2        | NO
--| people_id_seq | integer   | 1           | 1             | 2147483647          | 1         | NO
--| s             | bigint    | 1           | 1             | 9223372036854775807 | 1         | NO
--| small         | smallint  | -3          | -3            | -1                  | 1         | NO
EXPLAIN INSERT INTO people (name) VALUES ('Dan');
--| QUERY PLAN
--| --------------------------------------------------------------
--| Insert[people] OnePartition[NEXTVAL('people_id_seq')::integer]
--|   Values[1 rows]
DROP SEQUENCE people_id_seq;
--| ERROR 2BP01: it cannot be dropped because the default of a column depends on its sequence (sequence: people_id_seq, column: people.id)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
CREATE TABLE others (id bigint DEFAULT nextval('people_id_seq') PRIMARY KEY);
--| CREATE TABLE
DROP TABLE people;
--| ERROR 2BP01: it cannot be dropped because the default of a column depends on its sequence (sequence: people_id_seq, column: others.id)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
ALTER SEQUENCE people_id_seq RENAME TO numbers;
--| ALTER SEQUENCE
INSERT INTO people (name) VALUES ('Eve') RETURNING id;
--| id
--| --
--|  8
--| INSERT 0 1
INSERT INTO others VALUES (DEFAULT) RETURNING id;
--| id
--| --
--|  9
--| INSERT 0 1
ALTER TABLE people RENAME TO persons;
--| ALTER TABLE
ALTER TABLE persons RENAME COLUMN id TO number;
--| ALTER TABLE
INSERT INTO persons (name) VALUES ('Fay') RETURNING number;
--| number
--| ------
--|     10
--| INSERT 0 1
DROP TABLE persons CASCADE;
--| DROP TABLE
INSERT INTO others VALUES (DEFAULT);
--| ERROR 23502: null value in a column that must not be null (table: others, column: id)
SELECT nextval('numbers');
--| ERROR 42P01: the sequence does not exist (sequence: numbers)
DROP TABLE others;
--| DROP TABLE

-- Identity columns.
CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 10) PRIMARY KEY, note text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO made (note) VALUES ('a'), ('b') RETURNING id;
--| id
--| --
--| 10
--| 20
--| INSERT 0 2
SELECT attname, attidentity FROM pg_attribute a JOIN pg_class c ON a.attrelid = c.oid WHERE c.relname = 'made' ORDER BY attnum;
--| attname | attidentity
--| --------+------------
--| id      | a
--| note    |
SELECT column_name, column_default, is_identity, identity_generation, identity_start FROM information_schema.columns WHERE table_name = 'made' ORDER BY ordinal_position;
--| column_name | column_default | is_identity | identity_generation | identity_start
--| ------------+----------------+-------------+---------------------+---------------
--| id          | ∅              | YES         | ALWAYS              | 10
--| note        | ∅              | NO          | ∅                   | ∅
INSERT INTO made VALUES (5, 'c');
--| ERROR 428C9: cannot insert a non-DEFAULT value into the column (column: id)
--| HINT: Use OVERRIDING SYSTEM VALUE to override GENERATED ALWAYS.
INSERT INTO made (id, note) SELECT 5, 'c';
--| ERROR 428C9: cannot insert a non-DEFAULT value into the column (column: id)
--| HINT: Use OVERRIDING SYSTEM VALUE to override GENERATED ALWAYS.
INSERT INTO made OVERRIDING SYSTEM VALUE VALUES (5, 'c') RETURNING id;
--| id
--| --
--|  5
--| INSERT 0 1
INSERT INTO made (id, note) OVERRIDING USER VALUE VALUES (6, 'd') RETURNING id;
--| id
--| --
--| 30
--| INSERT 0 1
INSERT INTO made OVERRIDING USER VALUE SELECT 7, 'e' RETURNING id;
--| id
--| --
--| 40
--| INSERT 0 1
INSERT INTO made VALUES (DEFAULT, 'f') RETURNING id;
--| id
--| --
--| 50
--| INSERT 0 1
INSERT INTO made VALUES ((SELECT 5), 'g');
--| ERROR 428C9: cannot insert a non-DEFAULT value into the column (column: id)
--| HINT: Use OVERRIDING SYSTEM VALUE to override GENERATED ALWAYS.
UPDATE made SET note = 'A' WHERE id = 10 RETURNING id;
--| id
--| --
--| 10
--| UPDATE 1
TRUNCATE made;
--| TRUNCATE TABLE
INSERT INTO made (note) VALUES ('a') RETURNING id;
--| id
--| --
--| 60
--| INSERT 0 1
TRUNCATE made RESTART IDENTITY;
--| TRUNCATE TABLE
INSERT INTO made (note) VALUES ('a') RETURNING id;
--| id
--| --
--| 10
--| INSERT 0 1
ALTER TABLE made ALTER COLUMN id SET DEFAULT 5;
--| ERROR 42601: an identity column has no other default (column: id)
--| HINT: Use ALTER TABLE … ALTER COLUMN … DROP IDENTITY first.
ALTER TABLE made ALTER COLUMN id RESTART WITH 500;
--| ALTER TABLE
INSERT INTO made (note) VALUES ('b') RETURNING id;
--|  id
--| ---
--| 500
--| INSERT 0 1
ALTER TABLE made ALTER COLUMN id SET GENERATED BY DEFAULT SET INCREMENT BY 1;
--| ALTER TABLE
INSERT INTO made VALUES (1, 'c'), (DEFAULT, 'd') RETURNING id;
--|  id
--| ---
--|   1
--| 501
--| INSERT 0 2
DROP SEQUENCE made_id_seq CASCADE;
--| ERROR 2BP01: it cannot be dropped because an identity column requires it (sequence: made_id_seq)
--| HINT: Drop the column, or use ALTER TABLE … ALTER COLUMN … DROP IDENTITY.
ALTER TABLE made ALTER COLUMN id DROP IDENTITY;
--| ALTER TABLE
SELECT nextval('made_id_seq');
--| ERROR 42P01: the sequence does not exist (sequence: made_id_seq)
INSERT INTO made (note) VALUES ('none');
--| ERROR 23502: null value in a column that must not be null (table: made, column: id)
CREATE TABLE wrong (id text GENERATED ALWAYS AS IDENTITY);
--| ERROR 22023: identity column type must be smallint, integer, or bigint
CREATE TABLE wrong (id integer DEFAULT 5 GENERATED ALWAYS AS IDENTITY);
--| ERROR 42601: both default and identity specified for column (column: id)
CREATE TABLE wrong (id serial DEFAULT 5);
--| ERROR 42601: multiple default values for a column (column: id)
CREATE TABLE counted (id integer, n integer GENERATED BY DEFAULT AS IDENTITY, PRIMARY KEY (id)) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO counted (id) VALUES (1), (2) RETURNING n;
--| n
--| -
--| 1
--| 2
--| INSERT 0 2
INSERT INTO counted (id) VALUES (1), (2) ON CONFLICT (id) DO UPDATE SET n = nextval('counted_n_seq') + 100 RETURNING id, n;
--| id |   n
--| ---+----
--|  1 | 105
--|  2 | 106
--| INSERT 0 2
UPDATE counted SET n = DEFAULT WHERE id = 1 RETURNING n;
--| n
--| -
--| 7
--| UPDATE 1
ALTER TABLE counted ALTER COLUMN n SET GENERATED ALWAYS;
--| ALTER TABLE
UPDATE counted SET n = 7 WHERE id = 1;
--| ERROR 428C9: the column can only be updated to DEFAULT (column: n)
UPDATE counted SET n = DEFAULT WHERE id = 1 RETURNING n;
--| n
--| -
--| 8
--| UPDATE 1

-- A new column numbers the rows that there are.
ALTER TABLE counted ADD COLUMN serial_number serial;
--| ALTER TABLE
SELECT count(*), count(DISTINCT serial_number), min(serial_number), max(serial_number) FROM counted;
--| count | count | min | max
--| ------+-------+-----+----
--|     2 |     2 |   1 |   2
INSERT INTO counted (id) VALUES (3) RETURNING serial_number;
--| serial_number
--| -------------
--|             3
--| INSERT 0 1
ALTER TABLE counted DROP COLUMN serial_number;
--| ALTER TABLE
SELECT nextval('counted_serial_number_seq');
--| ERROR 42P01: the sequence does not exist (sequence: counted_serial_number_seq)
DROP TABLE counted;
--| DROP TABLE
SELECT nextval('counted_n_seq');
--| ERROR 42P01: the sequence does not exist (sequence: counted_n_seq)

-- Sequences in queries and defaults.
CREATE SEQUENCE t START 1;
--| CREATE SEQUENCE
CREATE TABLE rows (id integer PRIMARY KEY, code text DEFAULT 'C' || nextval('t')) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO rows VALUES (1), (2), (3) RETURNING id, code;
--| id | code
--| ---+-----
--|  1 | C1
--|  2 | C2
--|  3 | C3
--| INSERT 0 3
ALTER SEQUENCE t RENAME TO u;
--| ERROR 0A000: a sequence that a default computes with cannot be renamed (sequence: t, column: code)
--| HINT: Drop the default, rename the sequence, set the default again.
SELECT count(DISTINCT n), min(n), max(n) FROM (SELECT nextval('t') AS n FROM rows) x;
--| count | min | max
--| ------+-----+----
--|     3 |   4 |   6
SELECT id FROM rows WHERE id = nextval('t') - 6;
--| id
--| --
--|  1
DROP SEQUENCE t;
--| ERROR 2BP01: it cannot be dropped because the default of a column depends on its sequence (sequence: t, column: rows.code)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
DROP SEQUENCE t CASCADE;
--| DROP SEQUENCE
INSERT INTO rows VALUES (4) RETURNING code;
--| code
--| ----
--| ∅
--| INSERT 0 1
CREATE SEQUENCE v OWNED BY rows.id;
--| CREATE SEQUENCE
DROP TABLE rows;
--| DROP TABLE
SELECT nextval('v');
--| ERROR 42P01: the sequence does not exist (sequence: v)
DROP SEQUENCE v;
--| ERROR 42P01: the sequence does not exist (sequence: v)
DROP SEQUENCE IF EXISTS v;
--| DROP SEQUENCE
CREATE TABLE v (id integer);
--| CREATE TABLE
DROP SEQUENCE v;
--| ERROR 42809: the relation is not a sequence (relation: v)
CREATE SEQUENCE v;
--| ERROR 42P07: the relation already exists (relation: v)
CREATE TABLE rows_of_s (id integer PRIMARY KEY) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO rows_of_s VALUES (7), (700);
--| INSERT 0 2
SELECT last_value, is_called FROM s;
--| last_value | is_called
--| -----------+----------
--|        100 | t
SELECT s.*, t.id FROM s JOIN rows_of_s t ON t.id < s.last_value;
--| last_value | log_cnt | is_called | id
--| -----------+---------+-----------+---
--|        100 |       0 | t         |  7
INSERT INTO s VALUES (1);
--| ERROR 42809: the relation is not a table (relation: s)
UPDATE s SET last_value = 7;
--| ERROR 42809: the relation is not a table (relation: s)
DROP TABLE s;
--| ERROR 42809: the relation is not a table (relation: s)
--| HINT: Use DROP SEQUENCE to remove a sequence.
ALTER TABLE s ADD COLUMN x integer;
--| ERROR 42809: the relation is not a table (relation: s)
TRUNCATE s;
--| ERROR 42809: the relation is not a table (relation: s)
CREATE VIEW looked AS SELECT last_value FROM s;
--| CREATE VIEW
DROP SEQUENCE s;
--| ERROR 2BP01: it cannot be dropped because a view depends on it (relation: s, view: looked)
--| HINT: Use DROP ... CASCADE to drop the dependent objects too.
DROP SEQUENCE s CASCADE;
--| DROP SEQUENCE
SELECT * FROM looked;
--| ERROR 42P01 at 15: the relation does not exist (name: looked)
CREATE SEQUENCE s;
--| CREATE SEQUENCE
SELECT nextval('s');
--| nextval
--| -------
--|       1
DISCARD SEQUENCES;
--| DISCARD SEQUENCES
SELECT currval('s');
--| ERROR 55000: currval of the sequence is not yet defined in this session (sequence: s)
CREATE VIEW s AS SELECT 1 AS x;
--| ERROR 42P07: the relation already exists (relation: s)
BEGIN READ ONLY;
--| BEGIN
SELECT nextval('s');
--| ERROR 25006: sequences cannot be drawn from or set in a read-only transaction (function: nextval, sequence: s)
ROLLBACK;
--| ROLLBACK
-- The ends of what there is.
CREATE SEQUENCE last START 9223372036854775806 INCREMENT 5;
--| CREATE SEQUENCE
SELECT nextval('last');
--|             nextval
--| -------------------
--| 9223372036854775806
SELECT nextval('last');
--| ERROR 2200H: nextval: reached maximum value of sequence (sequence: last, limit: 9223372036854775807)
ALTER SEQUENCE last CYCLE;
--| ALTER SEQUENCE
SELECT nextval('last');
--| nextval
--| -------
--|       1
CREATE SEQUENCE first START -9223372036854775807 INCREMENT -1 NO MINVALUE;
--| CREATE SEQUENCE
SELECT nextval('first');
--|              nextval
--| --------------------
--| -9223372036854775807
SELECT nextval('first');
--|              nextval
--| --------------------
--| -9223372036854775808
SELECT nextval('first');
--| ERROR 2200H: nextval: reached minimum value of sequence (sequence: first, limit: -9223372036854775808)
CREATE TABLE narrow (id smallint PRIMARY KEY DEFAULT nextval('last') + 40000);
--| CREATE TABLE
INSERT INTO narrow VALUES (DEFAULT);
--| ERROR 22003: value is out of range (type: smallint, value: 40006)
-- As pg_dump writes them.
CREATE SEQUENCE public.dumped_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
--| CREATE SEQUENCE
CREATE TABLE public.dumped (id integer NOT NULL, note text);
--| CREATE TABLE
ALTER SEQUENCE public.dumped_id_seq OWNED BY public.dumped.id;
--| ALTER SEQUENCE
ALTER TABLE public.dumped ALTER COLUMN id SET DEFAULT nextval('public.dumped_id_seq'::regclass);
--| ALTER TABLE
SELECT pg_catalog.setval('public.dumped_id_seq', 3, true);
--| setval
--| ------
--|      3
INSERT INTO dumped (note) VALUES ('a') RETURNING id;
--| id
--| --
--|  4
--| INSERT 0 1
ALTER TABLE dumped ALTER COLUMN id DROP DEFAULT;
--| ALTER TABLE
INSERT INTO dumped (note) VALUES ('a') RETURNING id;
--| ERROR 23502: null value in a column that must not be null (table: dumped, column: id)
ALTER TABLE dumped ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (START 40);
--| ALTER TABLE
INSERT INTO dumped (note) VALUES ('b') RETURNING id;
--| id
--| --
--| 40
--| INSERT 0 1
ALTER TABLE dumped ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
--| ERROR 55000: the column is already an identity column (column: id, table: dumped)
ALTER TABLE dumped ALTER COLUMN note SET GENERATED ALWAYS;
--| ERROR 55000: the column is not an identity column (column: note, table: dumped)
ALTER TABLE dumped ALTER COLUMN note DROP IDENTITY IF EXISTS;
--| ALTER TABLE
ALTER TABLE dumped ALTER COLUMN id TYPE bigint;
--| ALTER TABLE
ALTER TABLE dumped ALTER COLUMN id DROP NOT NULL;
--| ERROR 42601: an identity column is never null (column: id)
ALTER TABLE dumped ADD COLUMN a integer GENERATED ALWAYS AS IDENTITY (START 7 INCREMENT -1 MAXVALUE 7), ADD COLUMN b smallserial;
--| ALTER TABLE
SELECT note, a, b FROM dumped ORDER BY note;
--| note | a | b
--| -----+---+--
--| a    | 7 | 1
--| b    | 6 | 2
ALTER TABLE dumped ADD COLUMN IF NOT EXISTS b serial;
--| ALTER TABLE
SELECT sequencename, data_type, last_value FROM pg_sequences WHERE sequencename LIKE 'dumped%' ORDER BY 1;
--| sequencename   | data_type | last_value
--| ---------------+-----------+-----------
--| dumped_a_seq   | integer   |          6
--| dumped_b_seq   | smallint  |          2
--| dumped_id_seq  | integer   |          4
--| dumped_id_seq1 | bigint    |         40
DROP SEQUENCE dumped_b_seq CASCADE;
--| DROP SEQUENCE
INSERT INTO dumped (note, b) VALUES ('c', DEFAULT);
--| ERROR 23502: null value in a column that must not be null (table: dumped, column: b)
CREATE TABLE computed (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
--| ERROR 0A000: this part of SQL is not supported (feature: a generated column)
--| HINT: Compute it in queries, or in a view.
CREATE PROCEDURE placed(k integer) PARTITION BY (k) LANGUAGE SQL AS $$ INSERT INTO people2 (name) VALUES ('x') $$;
--| ERROR 42P01: the table does not exist (table: people2)
CREATE TABLE people2 (id serial PRIMARY KEY, name text) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE PROCEDURE placed(k integer) PARTITION BY (k) LANGUAGE SQL AS $$ INSERT INTO people2 (name) VALUES ('x') $$;
--| CREATE PROCEDURE
CREATE PROCEDURE anywhere(k integer) LANGUAGE SQL AS $$ INSERT INTO people2 (name) VALUES ('x') RETURNING id $$;
--| CREATE PROCEDURE
SELECT people2.id FROM people2;
--| id
--| --
CREATE VIEW drawn AS SELECT nextval('people2_id_seq') AS n;
--| CREATE VIEW
SELECT n FROM drawn;
--| n
--| -
--| 1
SELECT n, n FROM drawn;
--| n | n
--| --+--
--| 2 | 2
SELECT count(*) FROM (SELECT n, n AS m FROM drawn) x WHERE n = m;
--| count
--| -----
--|     1
SELECT r = r AS same FROM (SELECT random() AS r) x;
--| same
--| ----
--| t
EXPLAIN SELECT n, n + 1 FROM (SELECT nextval('people2_id_seq') AS n FROM people2) x WHERE n > 7;
--| QUERY PLAN
--| ------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0, PLUS(#0, 1)]
--|       Filter[GREATER(#0, 7)]
--|         Project[NEXTVAL('people2_id_seq')]
--|           Scan[people2]
SELECT a.n = b.n FROM drawn a, drawn b;
--| ?column?
--| --------
--| f
INSERT INTO people2 (name) WITH x AS (SELECT 'y' AS y) SELECT y FROM x RETURNING id;
--| id
--| --
--|  6
--| INSERT 0 1
INSERT INTO people2 VALUES (nextval('people2_id_seq') + 100, 'far') RETURNING id;
--|  id
--| ---
--| 107
--| INSERT 0 1
CREATE TABLE replicated (id serial PRIMARY KEY, n integer);
--| CREATE TABLE
INSERT INTO replicated (n) VALUES (1), (2) RETURNING id;
--| id
--| --
--|  1
--|  2
--| INSERT 0 2
INSERT INTO replicated (n) SELECT id FROM people2 RETURNING id;
--| id
--| --
--|  3
--|  4
--| INSERT 0 2
INSERT INTO replicated VALUES (1, 5) ON CONFLICT DO NOTHING;
--| INSERT 0 0
CREATE INDEX ON replicated ((nextval('replicated_id_seq')));
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
DISCARD ALL;
--| DISCARD ALL
SELECT lastval();
--| ERROR 55000: lastval is not yet defined in this session
