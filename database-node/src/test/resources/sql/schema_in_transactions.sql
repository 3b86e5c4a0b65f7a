-- Indexes are of the rows that a transaction leaves, not of those that it met or had on its way.

CREATE TABLE p (id integer PRIMARY KEY, a integer, b integer) PARTITION BY HASH (id);
--| CREATE TABLE
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
--| CREATE TABLE
INSERT INTO p VALUES (1, 0, 1), (2, 5, 1), (3, 5, 2);
--| INSERT 0 3
INSERT INTO t VALUES (1, 0, 1), (2, 5, 1), (3, 5, 2);
--| INSERT 0 3
BEGIN;
--| BEGIN
DELETE FROM t WHERE id = 2;
--| DELETE 1
CREATE UNIQUE INDEX t_a ON t (a);
--| CREATE INDEX
COMMIT;
--| COMMIT
BEGIN;
--| BEGIN
DELETE FROM p WHERE a = 0;
--| DELETE 1
CREATE INDEX p_a ON p ((10 / a));
--| CREATE INDEX
CREATE INDEX p_b ON p (b);
--| CREATE INDEX
UPDATE p SET b = b + 1;
--| UPDATE 2
COMMIT;
--| COMMIT
SELECT id FROM p WHERE 10 / a = 2 ORDER BY id;
--| id
--| --
--|  2
--|  3
BEGIN;
--| BEGIN
CREATE TABLE fresh (id integer PRIMARY KEY, a integer) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO fresh VALUES (1, 0), (2, 5);
--| INSERT 0 2
UPDATE fresh SET a = 1 WHERE a = 0;
--| UPDATE 1
CREATE INDEX fresh_a ON fresh ((10 / a));
--| CREATE INDEX
COMMIT;
--| COMMIT
SELECT id FROM fresh WHERE 10 / a = 10;
--| id
--| --
--|  1
BEGIN;
--| BEGIN
INSERT INTO fresh VALUES (3, 7);
--| INSERT 0 1
ALTER TABLE fresh ADD COLUMN b integer NOT NULL DEFAULT 3;
--| ALTER TABLE
UPDATE fresh SET b = id;
--| UPDATE 3
CREATE UNIQUE INDEX fresh_b ON fresh (id, b);
--| CREATE INDEX
ALTER TABLE fresh ALTER COLUMN b TYPE bigint;
--| ALTER TABLE
COMMIT;
--| COMMIT
SELECT * FROM fresh ORDER BY id;
--| id | a | b
--| ---+---+--
--|  1 | 1 | 1
--|  2 | 5 | 2
--|  3 | 7 | 3
