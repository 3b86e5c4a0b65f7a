-- Check constraints: conditions that no row makes false.

CREATE TABLE items (
  id integer PRIMARY KEY,
  price numeric(10,2) CHECK (price > 0),
  low integer DEFAULT 0 CONSTRAINT low_is_small CHECK (low < 100),
  high integer,
  kind text CHECK (kind IN ('a', 'it''s')),
  CHECK (low <= high),
  CONSTRAINT odd CHECK (high IS NULL OR high % 2 = 1)
) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO items VALUES (1, 1.5, 1, 3, 'a');
--| INSERT 0 1
INSERT INTO items VALUES (2, NULL, NULL, NULL, NULL);
--| INSERT 0 1
INSERT INTO items VALUES (3, 0, 1, 3, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
INSERT INTO items VALUES (3, 1, 100, 101, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: low_is_small)
INSERT INTO items VALUES (3, 1, 5, 3, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_check)
INSERT INTO items VALUES (3, 1, 1, 2, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: odd)
INSERT INTO items VALUES (3, 1, 1, 3, 'b');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_kind_check)
INSERT INTO items VALUES (3, 1, 1, 3, 'it''s'), (4, -1, 1, 3, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
INSERT INTO items (id, price, high) VALUES (5, 2, 1);
--| INSERT 0 1
UPDATE items SET price = price - 2 WHERE id = 5;
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
UPDATE items SET high = high + 2;
--| UPDATE 3
UPDATE items SET low = high + 1 WHERE id = 1;
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_check)
INSERT INTO items VALUES (1, 7, 1, 3, 'a') ON CONFLICT (id) DO UPDATE SET price = -excluded.price;
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
INSERT INTO items SELECT id + 10, price, low, high + 1, kind FROM items;
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: odd)
UPDATE items SET price = o.price - 1.5 FROM (VALUES (1, 1.5)) o(id, price) WHERE items.id = o.id;
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
SELECT * FROM items ORDER BY id;
--| id | price | low | high | kind
--| ---+-------+-----+------+-----
--|  1 |  1.50 |   1 |    5 | a
--|  2 |     ∅ |   ∅ |    ∅ | ∅
--|  5 |  2.00 |   0 |    3 | ∅
BEGIN;
--| BEGIN
INSERT INTO items VALUES (6, 0, 1, 3, 'a');
--| ERROR 23514: new row for relation violates check constraint (table: items, constraint: items_price_check)
ROLLBACK;
--| ROLLBACK

-- Names, and what can be no condition.
SELECT conname, contype FROM pg_constraint ORDER BY conname;
--| conname           | contype
--| ------------------+--------
--| items_check       | c
--| items_kind_check  | c
--| items_pkey        | p
--| items_price_check | c
--| low_is_small      | c
--| odd               | c
CREATE TABLE bad (a integer CHECK (a + 1));
--| ERROR 42804: argument of CHECK must be type boolean (constraint: bad_a_check, type: integer)
CREATE TABLE bad (a integer CHECK (b > 1));
--| ERROR 42703: the column does not exist (name: b)
CREATE TABLE bad (a integer CHECK (a > (SELECT 1)));
--| ERROR 0A000: cannot use subquery in check constraint
CREATE TABLE bad (a integer CHECK (sum(a) > 1));
--| ERROR 42803: aggregate functions are not allowed in check constraints
CREATE TABLE bad (a integer CONSTRAINT c CHECK (a > 1), CONSTRAINT c CHECK (a < 5));
--| ERROR 42710: the constraint already exists (constraint: c, table: bad)
CREATE TABLE IF NOT EXISTS items (a integer CHECK (a > 1));
--| CREATE TABLE
CREATE TABLE small (a integer CHECK (a > 1) CHECK (a < 5));
--| CREATE TABLE
INSERT INTO small VALUES (5);
--| ERROR 23514: new row for relation violates check constraint (table: small, constraint: small_a_check1)
INSERT INTO small VALUES (2);
--| INSERT 0 1
SELECT conname FROM pg_constraint WHERE conname LIKE 'small%' ORDER BY conname;
--| conname
--| --------------
--| small_a_check
--| small_a_check1
DROP TABLE small;
--| DROP TABLE
DROP TABLE items;
--| DROP TABLE
