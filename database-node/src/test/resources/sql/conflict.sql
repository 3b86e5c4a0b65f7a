-- INSERT … ON CONFLICT: what decides, what becomes of the row that is there, and what is refused.

CREATE TABLE kv (k integer PRIMARY KEY, v integer, note text NOT NULL DEFAULT 'none', UNIQUE (k, v)) PARTITION BY HASH (k);
--| CREATE TABLE
CREATE TABLE codes (code text PRIMARY KEY, n integer UNIQUE, hits integer DEFAULT 1);
--| CREATE TABLE
CREATE TABLE lots (a integer, b integer, c integer) PARTITION BY HASH (a);
--| CREATE TABLE
CREATE UNIQUE INDEX lots_b ON lots (b, a);
--| CREATE INDEX

INSERT INTO kv VALUES (1, 10), (2, 20), (3, 30) ON CONFLICT (k) DO UPDATE SET v = excluded.v;
--| INSERT 0 3
INSERT INTO kv VALUES (1, 11), (4, 40), (2, 22) ON CONFLICT (k) DO UPDATE SET v = excluded.v RETURNING *;
--| k |  v | note
--| --+----+-----
--| 1 | 11 | none
--| 4 | 40 | none
--| 2 | 22 | none
--| INSERT 0 3
INSERT INTO kv AS old VALUES (1, 1, 'x') ON CONFLICT (k) DO UPDATE SET v = old.v + excluded.v, note = old.note || excluded.note RETURNING old.v, note;
--|  v | note
--| ---+------
--| 12 | nonex
--| INSERT 0 1
INSERT INTO kv VALUES (1, 0), (9, 0) ON CONFLICT (k) DO UPDATE SET v = excluded.v WHERE kv.v < excluded.v RETURNING k;
--| k
--| -
--| 9
--| INSERT 0 1
INSERT INTO kv VALUES (1, 5), (8, 5), (8, 6) ON CONFLICT DO NOTHING;
--| INSERT 0 1
INSERT INTO kv VALUES (7, 5), (7, 6), (1, 1) ON CONFLICT (k) DO NOTHING RETURNING k, v;
--| k | v
--| --+--
--| 7 | 5
--| INSERT 0 1
INSERT INTO kv VALUES (1, 5) ON CONFLICT ON CONSTRAINT kv_pkey DO UPDATE SET (v, note) = (excluded.k, DEFAULT) RETURNING *;
--| k | v | note
--| --+---+-----
--| 1 | 1 | none
--| INSERT 0 1
INSERT INTO kv (k) VALUES (1) ON CONFLICT ON CONSTRAINT kv_k_v_key DO NOTHING;
--| ERROR 23505: duplicate key value violates unique constraint (table: kv, constraint: kv_pkey)
SELECT * FROM kv ORDER BY k;
--| k |  v | note
--| --+----+-----
--| 1 |  1 | none
--| 2 | 22 | none
--| 3 | 30 | none
--| 4 | 40 | none
--| 7 |  5 | none
--| 8 |  5 | none
--| 9 |  0 | none

-- A row that conflicts may move to another key, and may conflict there.

INSERT INTO codes VALUES ('a', 1), ('b', 2), ('c', 3);
--| INSERT 0 3
INSERT INTO codes VALUES ('a', 7), ('x', 2) ON CONFLICT DO NOTHING;
--| INSERT 0 0
INSERT INTO codes VALUES ('d', 3) ON CONFLICT (n) DO UPDATE SET code = excluded.code, hits = codes.hits + 1 RETURNING *;
--| code | n | hits
--| -----+---+-----
--| d    | 3 |    2
--| INSERT 0 1
INSERT INTO codes VALUES ('d', 9) ON CONFLICT (code) DO UPDATE SET n = 1;
--| ERROR 23505: duplicate key value violates unique constraint (table: codes, constraint: codes_n_key)
INSERT INTO codes VALUES ('e', 2) ON CONFLICT (code) DO UPDATE SET n = excluded.n;
--| ERROR 23505: duplicate key value violates unique constraint (table: codes, constraint: codes_n_key)
INSERT INTO codes VALUES ('z', null), ('y', null) ON CONFLICT (n) DO NOTHING;
--| INSERT 0 2
SELECT * FROM codes ORDER BY code;
--| code | n | hits
--| -----+---+-----
--| a    | 1 |    1
--| b    | 2 |    1
--| d    | 3 |    2
--| y    | ∅ |    1
--| z    | ∅ |    1

-- A table without a primary key; nulls never conflict.

INSERT INTO lots VALUES (1, 1, 1), (1, 1, 2), (1, null, 3), (1, null, 4) ON CONFLICT (a, b) DO NOTHING;
--| INSERT 0 3
INSERT INTO lots VALUES (1, 1, 9), (2, 1, 5) ON CONFLICT (b, a) DO UPDATE SET c = excluded.c, b = 2;
--| INSERT 0 2
SELECT * FROM lots ORDER BY a, b, c;
--| a | b | c
--| --+---+--
--| 1 | 2 | 9
--| 1 | ∅ | 3
--| 1 | ∅ | 4
--| 2 | 1 | 5

-- One statement changes a row once, or nothing at all.

INSERT INTO kv VALUES (20, 1), (20, 2) ON CONFLICT (k) DO UPDATE SET v = excluded.v;
--| ERROR 21000: ON CONFLICT DO UPDATE command cannot affect row a second time
--| HINT: Ensure that no rows proposed for insertion within the same command have duplicate constrained values.
INSERT INTO kv VALUES (1, 1), (1, 2) ON CONFLICT (k) DO UPDATE SET v = excluded.v;
--| ERROR 21000: ON CONFLICT DO UPDATE command cannot affect row a second time
--| HINT: Ensure that no rows proposed for insertion within the same command have duplicate constrained values.
INSERT INTO kv VALUES (1, 100), (1, 200) ON CONFLICT (k) DO UPDATE SET v = excluded.v WHERE excluded.v > 150 RETURNING v;
--|   v
--| ---
--| 200
--| INSERT 0 1
INSERT INTO kv VALUES (30, 1), (1, 1, null) ON CONFLICT (k) DO NOTHING;
--| ERROR 42601: VALUES lists must all be the same length
INSERT INTO kv VALUES (30, 1, 'x'), (1, 1, null) ON CONFLICT (k) DO NOTHING;
--| ERROR 23502: null value in a column that must not be null (table: kv, column: note)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET note = null;
--| ERROR 23502: null value in a column that must not be null (table: kv, column: note)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = 1 / (excluded.v - 1);
--| ERROR 22012: division by zero
SELECT count(*), sum(v) FROM kv;
--| count | sum
--| ------+----
--|     7 | 302

-- What is refused.

INSERT INTO kv VALUES (1, 1) ON CONFLICT (v) DO NOTHING;
--| ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification (table: kv)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (nothing) DO NOTHING;
--| ERROR 42703: the column does not exist (column: nothing, table: kv)
INSERT INTO kv VALUES (1, 1) ON CONFLICT ON CONSTRAINT kv_v DO NOTHING;
--| ERROR 42704: the constraint does not exist (constraint: kv_v, table: kv)
INSERT INTO kv VALUES (1, 1) ON CONFLICT DO UPDATE SET v = 1;
--| ERROR 42601: ON CONFLICT DO UPDATE requires inference specification or constraint name
--| HINT: For example, ON CONFLICT (column_name).
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET k = 1;
--| ERROR 0A000: the partition column of a row cannot be changed (column: k)
--| HINT: Delete the row and insert it again.
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = v + 1;
--| ERROR 42702 at 64: the column reference is ambiguous (name: v)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = 1, v = 2;
--| ERROR 42601: multiple assignments to same column (column: v)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET nothing = 1;
--| ERROR 42703: the column does not exist (column: nothing, table: kv)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = excluded.nothing;
--| ERROR 42703 at 73: the column does not exist (name: nothing)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = 1 WHERE excluded.v;
--| ERROR 42804: the condition must be a boolean (name: WHERE)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = 'one';
--| ERROR 22P02: invalid input syntax (type: integer, value: one)
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = (SELECT max(n) FROM codes);
--| ERROR 0A000: this part of a change sees its row only
--| HINT: Use values and the columns of the row itself; no subqueries.
INSERT INTO kv VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET v = excluded.v RETURNING excluded.v;
--| ERROR 42P01 at 85: missing FROM-clause entry for table (name: excluded)

-- Where it runs.

EXPLAIN INSERT INTO kv VALUES (1, 2) ON CONFLICT (k) DO UPDATE SET v = excluded.v WHERE kv.v < 3;
--| QUERY PLAN
--| -----------------------------------------------------
--| Insert[kv] OnePartition[1::integer]
--|   OnConflict[primary key] do update where LESS(#1, 3)
--|   Values[1 rows]
EXPLAIN INSERT INTO kv VALUES (1, 2), (2, 3) ON CONFLICT DO NOTHING;
--| QUERY PLAN
--| ------------------------------------------------
--| Insert[kv] PartitionOfEachRow
--|   OnConflict[primary key, kv_k_v_key] do nothing
--|   Values[2 rows]
EXPLAIN INSERT INTO codes VALUES ('a', 2) ON CONFLICT (n) DO NOTHING;
--| QUERY PLAN
--| ------------------------------------
--| Insert[codes] Replicated
--|   OnConflict[codes_n_key] do nothing
--|   Values[1 rows]
