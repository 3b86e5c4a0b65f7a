-- Order, limit and offset.

CREATE TABLE t (id integer PRIMARY KEY, a integer, b text) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO t VALUES (1, 3, 'c'), (2, 1, 'b'), (3, null, 'a'), (4, 2, null), (5, 3, 'a'), (6, 1, 'C');
--| INSERT 0 6
SELECT * FROM t ORDER BY id;
--| id | a | b
--| ---+---+--
--|  1 | 3 | c
--|  2 | 1 | b
--|  3 | ∅ | a
--|  4 | 2 | ∅
--|  5 | 3 | a
--|  6 | 1 | C
SELECT id FROM t ORDER BY id DESC;
--| id
--| --
--|  6
--|  5
--|  4
--|  3
--|  2
--|  1
SELECT * FROM t ORDER BY a, b;
--| id | a | b
--| ---+---+--
--|  6 | 1 | C
--|  2 | 1 | b
--|  4 | 2 | ∅
--|  5 | 3 | a
--|  1 | 3 | c
--|  3 | ∅ | a
SELECT * FROM t ORDER BY a DESC, b DESC;
--| id | a | b
--| ---+---+--
--|  3 | ∅ | a
--|  1 | 3 | c
--|  5 | 3 | a
--|  4 | 2 | ∅
--|  2 | 1 | b
--|  6 | 1 | C
SELECT * FROM t ORDER BY a NULLS FIRST, id DESC;
--| id | a | b
--| ---+---+--
--|  3 | ∅ | a
--|  6 | 1 | C
--|  2 | 1 | b
--|  4 | 2 | ∅
--|  5 | 3 | a
--|  1 | 3 | c
SELECT * FROM t ORDER BY b DESC NULLS LAST, id;
--| id | a | b
--| ---+---+--
--|  1 | 3 | c
--|  2 | 1 | b
--|  3 | ∅ | a
--|  5 | 3 | a
--|  6 | 1 | C
--|  4 | 2 | ∅
SELECT a, b FROM t ORDER BY 1 DESC, 2;
--| a | b
--| --+--
--| ∅ | a
--| 3 | a
--| 3 | c
--| 2 | ∅
--| 1 | C
--| 1 | b
SELECT a FROM t ORDER BY b, id;
--| a
--| -
--| 1
--| ∅
--| 3
--| 1
--| 3
--| 2
SELECT id FROM t ORDER BY a * -1, id;
--| id
--| --
--|  1
--|  5
--|  4
--|  2
--|  6
--|  3
SELECT id, a AS id2 FROM t ORDER BY -a NULLS FIRST, id;
--| id | id2
--| ---+----
--|  3 |   ∅
--|  1 |   3
--|  5 |   3
--|  4 |   2
--|  2 |   1
--|  6 |   1
SELECT id FROM t ORDER BY lower(b), id;
--| id
--| --
--|  3
--|  5
--|  2
--|  1
--|  6
--|  4

SELECT id FROM t ORDER BY id LIMIT 2;
--| id
--| --
--|  1
--|  2
SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 3;
--| id
--| --
--|  4
--|  5
SELECT id FROM t ORDER BY id OFFSET 4;
--| id
--| --
--|  5
--|  6
SELECT id FROM t ORDER BY id OFFSET 10;
--| id
--| --
SELECT id FROM t ORDER BY id LIMIT 0;
--| id
--| --
SELECT id FROM t ORDER BY id LIMIT ALL;
--| id
--| --
--|  1
--|  2
--|  3
--|  4
--|  5
--|  6
SELECT id FROM t ORDER BY id FETCH FIRST 2 ROWS ONLY;
--| id
--| --
--|  1
--|  2
SELECT count(*) FROM (SELECT id FROM t LIMIT 4) AS part;
--| count
--| -----
--|     4
SELECT id FROM (SELECT id, a FROM t ORDER BY a, id LIMIT 3) AS part ORDER BY id;
--| id
--| --
--|  2
--|  4
--|  6
SELECT max(id) FROM (SELECT id FROM t ORDER BY id LIMIT 3) AS part;
--| max
--| ---
--|   3

EXPLAIN SELECT * FROM t ORDER BY id LIMIT 2;
--| QUERY PLAN
--| ---------------
--| AllPartitions
--|   Limit
--|     Gather[#0]
--|       TopN[#0]
--|         Scan[t]
EXPLAIN SELECT * FROM t ORDER BY a DESC, b;
--| QUERY PLAN
--| ---------------------
--| AllPartitions
--|   Gather[#1 desc, #2]
--|     Sort[#1 desc, #2]
--|       Scan[t]
EXPLAIN SELECT * FROM t WHERE id > 3 ORDER BY id;
--| QUERY PLAN
--| ---------------------
--| AllPartitions
--|   Gather[#0]
--|     Sort[#0]
--|       KeyScan[t, > 3]

SELECT id FROM t ORDER BY 2;
--| ERROR 42P10 at 27: the position is not in the select list (name: )
SELECT id FROM t ORDER BY nothing;
--| ERROR 42703 at 27: the column does not exist (name: nothing)
