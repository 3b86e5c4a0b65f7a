-- Indexes of a part of the rows, of what is computed, and from the last to the first.

CREATE TABLE users (id integer PRIMARY KEY, name text, email text, active boolean NOT NULL DEFAULT true, age integer, joined timestamptz) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE codes (code text PRIMARY KEY, kind integer, label varchar(20));
--| CREATE TABLE
INSERT INTO users (id, name, email, active, age) VALUES (1, 'Ann', 'ann@x', true, 30), (2, 'Bob', 'bob@x', false, 40), (3, 'ann', 'ANN@y', true, null), (4, 'Dan', null, false, 5);
--| INSERT 0 4
CREATE INDEX ON users (lower(name));
--| CREATE INDEX
CREATE INDEX users_active ON users (age) WHERE active;
--| CREATE INDEX
CREATE INDEX ON users ((age + id), name) WHERE age IS NOT NULL;
--| CREATE INDEX
CREATE INDEX users_adult ON users USING btree (email) WHERE age >= 18 AND active;
--| CREATE INDEX
CREATE UNIQUE INDEX users_key ON users (id, upper(email)) WHERE email IS NOT NULL;
--| CREATE INDEX
CREATE INDEX users_down ON users (age DESC, name ASC NULLS FIRST, email DESC NULLS LAST);
--| CREATE INDEX
CREATE UNIQUE INDEX ON codes (lower(label)) WHERE kind = 1;
--| CREATE INDEX
INSERT INTO codes VALUES ('a', 1, 'One'), ('b', 2, 'one'), ('c', null, 'ONE');
--| INSERT 0 3

-- They are used when a query asks for the same.

EXPLAIN SELECT id FROM users WHERE lower(name) = 'ann';
--| QUERY PLAN
--| -----------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[users, = 'ann']
EXPLAIN SELECT id FROM users WHERE active AND age > 20;
--| QUERY PLAN
--| --------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[users, > 20]
EXPLAIN SELECT id FROM users WHERE age = 30 AND active = true;
--| QUERY PLAN
--| --------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[users, = 30]
EXPLAIN SELECT id FROM users WHERE age > 20;
--| QUERY PLAN
--| --------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[users, > 20]
EXPLAIN SELECT id FROM users WHERE age + id = 31;
--| QUERY PLAN
--| -----------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0]
--|       Scan[users] where EQUAL(PLUS(#1, #0), 31)
EXPLAIN SELECT id FROM users WHERE age + id = 31 AND age > 3;
--| QUERY PLAN
--| -------------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0]
--|       IndexScan[users, = 31] where GREATER(#1, 3)
EXPLAIN SELECT id FROM users WHERE email = 'ann@x' AND age = 30 AND active;
--| QUERY PLAN
--| -----------------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0]
--|       IndexScan[users, = 30] where EQUAL(#1, 'ann@x')
EXPLAIN SELECT id FROM users WHERE email = 'ann@x' AND age >= 17 AND active;
--| QUERY PLAN
--| ------------------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#0]
--|       IndexScan[users, >= 17] where EQUAL(#1, 'ann@x')
EXPLAIN UPDATE users SET age = age + 1 WHERE lower(name) = 'ann';
--| QUERY PLAN
--| ---------------------------
--| Update[users] AllPartitions
--|   IndexScan[users, = 'ann']
EXPLAIN SELECT code FROM codes WHERE lower(label) = 'one' AND kind = 1;
--| QUERY PLAN
--| ---------------------------
--| Replicated
--|   IndexScan[codes, = 'one']
EXPLAIN SELECT code FROM codes WHERE lower(label) = 'one';
--| QUERY PLAN
--| ---------------------------------------------
--| Replicated
--|   Project[#0]
--|     Scan[codes] where EQUAL(LOWER(#1), 'one')

-- And answer what the table would.

SELECT id FROM users WHERE lower(name) = 'ann' ORDER BY id;
--| id
--| --
--|  1
--|  3
SELECT id FROM users WHERE lower(name) > 'ann' ORDER BY id;
--| id
--| --
--|  2
--|  4
SELECT id FROM users WHERE age + id = 31 AND age > 3;
--| id
--| --
--|  1
SELECT code FROM codes WHERE lower(label) = 'one' AND kind = 1;
--| code
--| ----
--| a
UPDATE users SET name = 'Eve' WHERE lower(name) = 'ann' AND id = 3;
--| UPDATE 1
UPDATE users SET active = NOT active RETURNING id, active;
--| id | active
--| ---+-------
--|  1 | f
--|  2 | t
--|  3 | f
--|  4 | t
--| UPDATE 4
SELECT id FROM users WHERE active AND age > 0 ORDER BY id;
--| id
--| --
--|  2
--|  4
SELECT id FROM users WHERE lower(name) = 'ann';
--| id
--| --
--|  1
SELECT id FROM users WHERE lower(name) = 'eve';
--| id
--| --
--|  3
DELETE FROM users WHERE lower(name) = 'bob';
--| DELETE 1
SELECT id FROM users WHERE active AND age > 0 ORDER BY id;
--| id
--| --
--|  4
INSERT INTO users (id, name, age) SELECT id + 10, name, age FROM users;
--| INSERT 0 3
SELECT id FROM users WHERE active AND age > 0 ORDER BY id;
--| id
--| --
--|  4
--| 11
--| 14
BEGIN;
--| BEGIN
UPDATE users SET name = 'Zoe', age = 77 WHERE id = 14;
--| UPDATE 1
SELECT id FROM users WHERE lower(name) = 'zoe' AND active AND age > 70;
--| id
--| --
--| 14
CREATE INDEX ON users (length(name));
--| CREATE INDEX
EXPLAIN SELECT id FROM users WHERE length(name) = 3;
--| QUERY PLAN
--| -------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[users, = 3]
SELECT id FROM users WHERE length(name) = 3 ORDER BY id;
--| id
--| --
--|  1
--|  3
--|  4
--| 11
--| 13
--| 14
ROLLBACK;
--| ROLLBACK
SELECT id FROM users WHERE lower(name) = 'zoe';
--| id
--| --
SELECT count(*) FROM users WHERE lower(name) = 'dan';
--| count
--| -----
--|     2

-- Unique ones.

INSERT INTO codes VALUES ('d', 1, 'oNe');
--| ERROR 23505: duplicate key value violates unique constraint (table: codes, constraint: codes_lower_idx)
INSERT INTO codes VALUES ('d', 2, 'oNe');
--| INSERT 0 1
UPDATE codes SET kind = 1 WHERE code = 'd';
--| ERROR 23505: duplicate key value violates unique constraint (table: codes, constraint: codes_lower_idx)
UPDATE codes SET kind = 1, label = 'four' WHERE code = 'd';
--| UPDATE 1
INSERT INTO codes VALUES ('e', 1, 'FOUR') ON CONFLICT DO NOTHING;
--| INSERT 0 0
INSERT INTO codes VALUES ('e', 1, 'FOUR') ON CONFLICT (lower(label)) WHERE kind = 1 DO UPDATE SET label = excluded.label RETURNING *;
--| code | kind | label
--| -----+------+------
--| d    |    1 | FOUR
--| INSERT 0 1
INSERT INTO codes VALUES ('e', 2, 'FOUR') ON CONFLICT (lower(label)) WHERE kind = 1 DO NOTHING RETURNING *;
--| code | kind | label
--| -----+------+------
--| e    |    2 | FOUR
--| INSERT 0 1
INSERT INTO codes VALUES ('f', 1, 'five') ON CONFLICT (lower(label)) DO NOTHING;
--| ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification (table: codes)
INSERT INTO codes VALUES ('f', 1, 'five') ON CONFLICT (label) WHERE kind = 1 DO NOTHING;
--| ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification (table: codes)
CREATE UNIQUE INDEX ON codes (lower(label));
--| ERROR 23505: duplicate key value violates unique constraint (table: codes, constraint: codes_lower_idx1)
CREATE UNIQUE INDEX ON users (lower(name));
--| ERROR 42P16: a unique index of a partitioned table must contain the partition column (partition column: id)
CREATE UNIQUE INDEX users_mails ON users (id, lower(email)) WHERE active;
--| CREATE INDEX

-- What they look like.

SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('users', 'codes') ORDER BY indexname;
--| indexname           | indexdef
--| --------------------+--------------------------------------------------------------------------------------------------------
--| codes_lower_idx     | CREATE UNIQUE INDEX codes_lower_idx ON public.codes USING btree (lower(label)) WHERE (kind = 1)
--| codes_pkey          | CREATE UNIQUE INDEX codes_pkey ON public.codes USING btree (code)
--| users_active        | CREATE INDEX users_active ON public.users USING btree (age) WHERE active
--| users_adult         | CREATE INDEX users_adult ON public.users USING btree (email) WHERE (age >= 18 AND active)
--| users_down          | CREATE INDEX users_down ON public.users USING btree (age DESC, name NULLS FIRST, email DESC NULLS LAST)
--| users_expr_name_idx | CREATE INDEX users_expr_name_idx ON public.users USING btree ((age + id), name) WHERE (age IS NOT NULL)
--| users_key           | CREATE UNIQUE INDEX users_key ON public.users USING btree (id, upper(email)) WHERE (email IS NOT NULL)
--| users_lower_idx     | CREATE INDEX users_lower_idx ON public.users USING btree (lower(name))
--| users_mails         | CREATE UNIQUE INDEX users_mails ON public.users USING btree (id, lower(email)) WHERE active
--| users_pkey          | CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)

-- What is refused.

CREATE INDEX ON users (nothing);
--| ERROR 42703: the column does not exist (column: nothing, table: users)
CREATE INDEX ON users (lower(nothing));
--| ERROR 42703 at 30: the column does not exist (name: nothing)
CREATE INDEX ON users (lower(age));
--| ERROR 42883 at 24: the operator does not exist for these types (name: LOWER)
CREATE INDEX ON users ((now()));
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
CREATE INDEX ON users ((joined::date));
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
CREATE INDEX ON users (date_trunc('day', joined));
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
CREATE INDEX ON users (id) WHERE joined < now();
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
CREATE INDEX ON users (id) WHERE random() > 0.5;
--| ERROR 42P17: functions in index expressions and predicates must be marked IMMUTABLE
--| HINT: What an index computes depends on the row alone, not on time, chance or session.
CREATE INDEX ON users (id) WHERE id IN (SELECT kind FROM codes);
--| ERROR 0A000: cannot use subquery in index predicate
CREATE INDEX ON users (id) WHERE name;
--| ERROR 42804 at 34: the condition must be a boolean (name: WHERE)
CREATE INDEX ON users (max(id));
--| ERROR 42803: the column must appear in the GROUP BY clause or be used in an aggregate function (name: users.id)
CREATE INDEX ON users (id) WHERE count(*) > 1;
--| ERROR 42803 at 34: aggregate functions are not allowed here (name:  in WHERE clause)
CREATE INDEX ON users USING hash (name);
--| ERROR 42601 at 23: syntax error at or near (near: USING)
CREATE INDEX users_one ON users ((1 / age));
--| CREATE INDEX
INSERT INTO users (id, age) VALUES (50, 0);
--| ERROR 22012: division by zero
DROP INDEX users_one;
--| DROP INDEX
INSERT INTO users (id, age) VALUES (50, 0);
--| INSERT 0 1
CREATE INDEX users_one ON users ((1 / age));
--| ERROR 22012: division by zero

-- The table goes on changing around them.
CREATE TABLE around (id int PRIMARY KEY, spare int, name text, age int) PARTITION BY HASH (id);
--| CREATE TABLE

CREATE INDEX around_old ON around (lower(name)) WHERE age > 18;
--| CREATE INDEX

CREATE UNIQUE INDEX around_one ON around (id, upper(name));
--| CREATE INDEX

INSERT INTO around VALUES (1, 1, 'Ann', 30), (2, 2, 'Bob', 10);
--| INSERT 0 2

ALTER TABLE around DROP COLUMN spare;
--| ALTER TABLE

EXPLAIN SELECT id FROM around WHERE lower(name) = 'ann' AND age > 18;
--| QUERY PLAN
--| ------------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[around, = 'ann']

SELECT id FROM around WHERE lower(name) = 'ann' AND age > 18;
--| id
--| --
--|  1

ALTER TABLE around ADD COLUMN note text DEFAULT 'x';
--| ALTER TABLE

INSERT INTO around VALUES (3, 'ANN', 50);
--| INSERT 0 1

SELECT id FROM around WHERE lower(name) = 'ann' AND age > 18 ORDER BY id;
--| id
--| --
--|  1
--|  3

ALTER TABLE around RENAME COLUMN age TO years;
--| ERROR 0A000: a column that an index computes with cannot be renamed (column: age, index: around_old)
--| HINT: Drop the index, change the column, create the index again.

ALTER TABLE around ALTER COLUMN name TYPE varchar(10);
--| ERROR 0A000: the type of a column that an index computes with stays (column: name, index: around_old)
--| HINT: Drop the index, change the column, create the index again.

TRUNCATE around;
--| TRUNCATE TABLE

INSERT INTO around VALUES (4, 'ann', 20);
--| INSERT 0 1

SELECT id FROM around WHERE lower(name) = 'ann' AND age > 18;
--| id
--| --
--|  4

ALTER INDEX around_old RENAME TO around_older;
--| ALTER INDEX

EXPLAIN SELECT id FROM around WHERE lower(name) = 'ann' AND age > 18;
--| QUERY PLAN
--| ------------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[around, = 'ann']

ALTER TABLE around DROP COLUMN age;
--| ALTER TABLE

SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'around' ORDER BY 1;
--| indexname   | indexdef
--| ------------+------------------------------------------------------------------------------
--| around_one  | CREATE UNIQUE INDEX around_one ON public.around USING btree (id, upper(name))
--| around_pkey | CREATE UNIQUE INDEX around_pkey ON public.around USING btree (id)
