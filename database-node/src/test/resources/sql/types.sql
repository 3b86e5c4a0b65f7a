-- Types: what they take, how they are written, what they refuse.

CREATE TABLE v (
  id integer PRIMARY KEY,
  b boolean, t text, vc varchar(5), c char(5), ba bytea,
  d date, tm time, ts timestamp, tz timestamptz,
  u uuid, j json, jb jsonb
) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO v VALUES
  (1, true, 'text', 'var', 'ch', '\x00ff', '2026-11-23', '12:34:56.789', '2026-11-23 12:34:56', '2026-11-23 12:34:56+02', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '{"b": 1,  "a": [1,2]}', '{"b": 1,  "a": [1,2], "b": 2}'),
  (2, 'f', '', '', '', '', '0001-01-01', '24:00', '1999-12-31T23:59:59.999999', '2026-01-01', '00000000000000000000000000000000', 'null', '"x"'),
  (3, 'yes', 'ünï ☃', 'ünï☃x', 'ü', 'abc', '4713-01-01 BC', '00:00', 'infinity', '-infinity', '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}', ' [ ] ', '[ ]'),
  (4, null, null, null, null, null, null, null, null, null, null, null, null);
--| INSERT 0 4
SELECT id, b, t, vc, c, ba FROM v ORDER BY id;
--| id | b | t     | vc    | c     | ba
--| ---+---+-------+-------+-------+---------
--|  1 | t | text  | var   | ch    | \x00ff
--|  2 | f |       |       |       | \x
--|  3 | t | ünï ☃ | ünï☃x | ü     | \x616263
--|  4 | ∅ | ∅     | ∅     | ∅     | ∅
SELECT id, d, tm, ts, tz FROM v ORDER BY id;
--| id | d             | tm           | ts                         | tz
--| ---+---------------+--------------+----------------------------+-----------------------
--|  1 | 2026-11-23    | 12:34:56.789 | 2026-11-23 12:34:56        | 2026-11-23 10:34:56+00
--|  2 | 0001-01-01    | 24:00:00     | 1999-12-31 23:59:59.999999 | 2026-01-01 00:00:00+00
--|  3 | 4713-01-01 BC | 00:00:00     | infinity                   | -infinity
--|  4 | ∅             | ∅            | ∅                          | ∅
SELECT id, u, j, jb FROM v ORDER BY id;
--| id | u                                    | j                     | jb
--| ---+--------------------------------------+-----------------------+----------------------
--|  1 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | {"b": 1,  "a": [1,2]} | {"a": [1, 2], "b": 2}
--|  2 | 00000000-0000-0000-0000-000000000000 | null                  | "x"
--|  3 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 |  [ ]                  | []
--|  4 | ∅                                    | ∅                     | ∅

-- Texts.

INSERT INTO v (id, vc) VALUES (5, 'toolong');
--| ERROR 22001: value too long for the type (type: character varying(5))
INSERT INTO v (id, vc) VALUES (5, 'fits     ') RETURNING vc || '|' AS vc;
--| vc
--| ------
--| fits |
--| INSERT 0 1
INSERT INTO v (id, c) VALUES (6, 'toolong');
--| ERROR 22001: value too long for the type (type: character(5))
INSERT INTO v (id, c) VALUES (6, 'ab       ') RETURNING c || '|' AS c, length(c) AS l, c = 'ab' AS same;
--| c   | l | same
--| ----+---+-----
--| ab| | 2 | t
--| INSERT 0 1
SELECT 'toolong'::varchar(3) AS v, 'ab'::char(4) || '|' AS c, 'it''s' AS quote, E'a\tb' AS tab, length('ünï☃') AS l, octet_length('ünï☃') AS o;
--| v   | c   | quote | tab | l | o
--| ----+-----+-------+-----+---+--
--| too | ab| | it's  | a	b | 4 | 8
SELECT 'a' < 'B' AS ab, 'a' < 'b' AS bytes, 'ä' > 'z' AS umlaut, '' < 'a' AS empty, 'a ' = 'a' AS blank, 'a '::char(3) = 'a'::char(3) AS padded;
--| ab | bytes | umlaut | empty | blank | padded
--| ---+-------+--------+-------+-------+-------
--| f  | t     | t      | t     | f     | t

-- What is no value of its type.

INSERT INTO v (id, b) VALUES (7, 'maybe');
--| ERROR 22P02: invalid input syntax (type: boolean, value: maybe)
INSERT INTO v (id, d) VALUES (7, '2026-02-30');
--| ERROR 22008: date or time field value out of range (value: 2026-02-30)
INSERT INTO v (id, d) VALUES (7, 'tomorrowish');
--| ERROR 22007: invalid input syntax (type: date, value: tomorrowish)
INSERT INTO v (id, tm) VALUES (7, '25:00');
--| ERROR 22008: date or time field value out of range (value: 25:00)
INSERT INTO v (id, ts) VALUES (7, '2026-13-01 00:00:00');
--| ERROR 22008: date or time field value out of range (value: 2026-13-01 00:00:00)
INSERT INTO v (id, u) VALUES (7, 'a0eebc99');
--| ERROR 22P02: invalid input syntax (type: uuid, value: a0eebc99)
INSERT INTO v (id, j) VALUES (7, '{"a": }');
--| ERROR 22P02: invalid input syntax (type: json, value: {"a": })
INSERT INTO v (id, jb) VALUES (7, '{a: 1}');
--| ERROR 22P02: invalid input syntax (type: jsonb, value: {a: 1})
INSERT INTO v (id, ba) VALUES (7, '\x0');
--| ERROR 22023: invalid hexadecimal data: odd number of digits
INSERT INTO v (id, d) VALUES (7, 20260101);
--| ERROR 42804: the column is of another type than the expression (types: date, bigint)
--| HINT: Cast the expression.
INSERT INTO v (id, t) VALUES (7, 42) RETURNING t;
--| t
--| --
--| 42
--| INSERT 0 1

-- Order of types.

SELECT id FROM v WHERE d < '2026-11-24' ORDER BY d;
--| id
--| --
--|  3
--|  2
--|  1
SELECT id FROM v WHERE ts > '2026-01-01' ORDER BY ts;
--| id
--| --
--|  1
--|  3
SELECT id FROM v WHERE u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' ORDER BY id;
--| id
--| --
--|  1
--|  3
SELECT id, b FROM v WHERE id < 5 ORDER BY b, id;
--| id | b
--| ---+--
--|  2 | f
--|  1 | t
--|  3 | t
--|  4 | ∅
SELECT min(d), max(ts), min(tm), max(t) FROM v WHERE id < 5;
--| min           | max      | min      | max
--| --------------+----------+----------+------
--| 4713-01-01 BC | infinity | 00:00:00 | ünï ☃
SELECT true > false AS b, '2026-01-01'::date = '2026-01-01 00:00:00'::timestamp AS d;
--| b | d
--| --+--
--| t | t

-- Casts between types.

SELECT '2026-11-23 12:34:56'::timestamp::date AS d, '2026-11-23'::date::timestamp AS ts, '2026-11-23 12:34:56.5'::timestamp::time AS t, '2026-11-23'::date::text AS x;
--| d          | ts                  | t          | x
--| -----------+---------------------+------------+-----------
--| 2026-11-23 | 2026-11-23 00:00:00 | 12:34:56.5 | 2026-11-23
SELECT true::text AS t, 'off'::boolean AS f, 1.5::text AS n, '\x41'::bytea AS b, 12::varchar(1) AS v, 'abc'::text::varchar(2) AS w;
--| t    | f | n   | b    | v | w
--| -----+---+-----+------+---+---
--| true | f | 1.5 | \x41 | 1 | ab
SELECT true::date;
--| ERROR 42846 at 1: this value cannot be cast to this type (name: value of type BOOLEAN NOT NULL to type DATE)
SELECT 1::uuid;
--| ERROR 42846 at 1: this value cannot be cast to this type (name: value of type INTEGER NOT NULL to type UUID)
SELECT '2026-01-01'::date::integer;
--| ERROR 42846 at 1: this value cannot be cast to this type (name: value of type DATE to type INTEGER)
