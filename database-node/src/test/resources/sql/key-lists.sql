-- Keys in lists: looked up where they are, and nowhere else.
CREATE TABLE p (k bigint PRIMARY KEY, v text) PARTITION BY HASH (k);
--| CREATE TABLE
CREATE TABLE o (c integer, n integer, v text, PRIMARY KEY (c, n)) PARTITION BY HASH (c);
--| CREATE TABLE
CREATE TABLE r (k bigint PRIMARY KEY, v text);
--| CREATE TABLE
INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, NULL);
--| INSERT 0 5
INSERT INTO o VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c'), (2, 2, 'd'), (3, 1, 'e');
--| INSERT 0 5
INSERT INTO r VALUES (1, 'one'), (2, 'two'), (3, 'three');
--| INSERT 0 3
EXPLAIN SELECT v FROM p WHERE k IN (3, 1);
--| QUERY PLAN
--| -------------------------
--| SomePartitions[1, 3]
--|   Gather
--|     KeyScan[p, = 1 | = 3]
EXPLAIN UPDATE p SET v = 'x' WHERE k IN (1, 2);
--| QUERY PLAN
--| ------------------------------
--| Update[p] SomePartitions[1, 2]
--|   KeyScan[p, = 1 | = 2]
EXPLAIN DELETE FROM p WHERE k = 1 OR k = 2 OR k = 9;
--| QUERY PLAN
--| ---------------------------------
--| Delete[p] SomePartitions[1, 2, 9]
--|   KeyScan[p, = 1 | = 2 | = 9]
EXPLAIN SELECT v FROM r WHERE k IN (2, 1);
--| QUERY PLAN
--| -----------------------
--| Replicated
--|   KeyScan[r, = 1 | = 2]
EXPLAIN SELECT v FROM o WHERE c IN (1, 2) AND n = 2;
--| QUERY PLAN
--| -------------------------------
--| SomePartitions[1, 2]
--|   Gather
--|     KeyScan[o, = 1, 2 | = 2, 2]
EXPLAIN SELECT v FROM o WHERE c = 1 AND n IN (2, 1);
--| QUERY PLAN
--| -----------------------------
--| OnePartition[1]
--|   KeyScan[o, = 1, 1 | = 1, 2]
EXPLAIN SELECT v FROM o WHERE c IN (1, 3);
--| QUERY PLAN
--| -------------------------
--| SomePartitions[1, 3]
--|   Gather
--|     KeyScan[o, = 1 | = 3]
EXPLAIN SELECT p.v, r.v FROM p JOIN r ON p.k = r.k WHERE p.k IN (1, 3);
--| QUERY PLAN
--| -----------------------------
--| SomePartitions[1, 3]
--|   Gather
--|     Project[#1, #3]
--|       LookupJoin[INNER]
--|         KeyScan[p, = 1 | = 3]
--|         KeyScan[r, = #0]
EXPLAIN SELECT count(*) FROM p WHERE k IN (1, 2, 77);
--| QUERY PLAN
--| --------------------------------------
--| SomePartitions[1, 2, 77]
--|   Aggregate[FINAL, by : COUNT(#0)]
--|     Gather
--|       Aggregate[PARTIAL, by : COUNT()]
--|         KeyScan[p, = 1 | = 2 | = 77]
EXPLAIN SELECT v FROM p WHERE k NOT IN (1, 2);
--| QUERY PLAN
--| ------------------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#1]
--|       Scan[p] where NOT_EQUAL(#0, 1), NOT_EQUAL(#0, 2)
EXPLAIN SELECT v FROM p WHERE k IN (1, 2) OR v = 'c';
--| QUERY PLAN
--| ----------------------------------------------------------------------
--| AllPartitions
--|   Gather
--|     Project[#1]
--|       Scan[p] where OR(OR(EQUAL(#0, 1), EQUAL(#0, 2)), EQUAL(#1, 'c'))
SELECT k, v FROM p WHERE k IN (3, 1, 3, 99) ORDER BY k;
--| k | v
--| --+--
--| 1 | a
--| 3 | c
SELECT k, v FROM p WHERE k IN (5, NULL) ORDER BY k;
--| k | v
--| --+--
--| 5 | ∅
SELECT k FROM p WHERE k IN (1, 2, 3, 4, 5) AND v > 'b' ORDER BY k DESC;
--| k
--| -
--| 4
--| 3
SELECT k FROM p WHERE k IN (1.0, 2.5, 4) ORDER BY k;
--| k
--| -
--| 1
--| 4
SELECT count(*), max(v) FROM p WHERE k IN (1, 2, 77);
--| count | max
--| ------+----
--|     2 | b
SELECT count(*) FROM p WHERE k IN (78, 77);
--| count
--| -----
--|     0
SELECT c, n, v FROM o WHERE c IN (3, 1) ORDER BY c, n;
--| c | n | v
--| --+---+--
--| 1 | 1 | a
--| 1 | 2 | b
--| 3 | 1 | e
SELECT v FROM o WHERE c IN (1, 2) AND n = 2 ORDER BY v;
--| v
--| -
--| b
--| d
SELECT v FROM o WHERE c = 1 AND n IN (2, 1, 1) ORDER BY v;
--| v
--| -
--| a
--| b
SELECT v FROM r WHERE k IN (2, 1) ORDER BY k;
--| v
--| ---
--| one
--| two
SELECT p.v, r.v FROM p JOIN r ON p.k = r.k WHERE p.k IN (1, 3) ORDER BY 1;
--| v | v
--| --+------
--| a | one
--| c | three
SELECT a.v, b.v FROM p a JOIN p b ON a.k = b.k WHERE a.k IN (1, 3) AND b.k IN (3, 4);
--| v | v
--| --+--
--| c | c
SELECT a.v, b.v FROM p a, p b WHERE a.k IN (1, 3) AND b.k IN (2, 4) ORDER BY 1, 2;
--| v | v
--| --+--
--| a | b
--| a | d
--| c | b
--| c | d
SELECT k FROM p WHERE k IN (4, 2, 3, 1) ORDER BY k LIMIT 2;
--| k
--| -
--| 1
--| 2
UPDATE p SET v = v || '!' WHERE k IN (1, 2, 2, 88);
--| UPDATE 2
UPDATE p SET v = 'moved' WHERE k IN (3, 4) RETURNING v;
--| v
--| -----
--| moved
--| moved
--| UPDATE 2
DELETE FROM p WHERE k = 1 OR k = 5 OR k = 9;
--| DELETE 2
SELECT k, v FROM p ORDER BY k;
--| k | v
--| --+------
--| 2 | b!
--| 3 | moved
--| 4 | moved
BEGIN;
--| BEGIN
SELECT k, v FROM p WHERE k IN (2, 3) ORDER BY k;
--| k | v
--| --+------
--| 2 | b!
--| 3 | moved
UPDATE p SET v = 'in' WHERE k IN (2, 3);
--| UPDATE 2
SELECT k, v FROM p WHERE k IN (2, 3, 4) ORDER BY k;
--| k | v
--| --+------
--| 2 | in
--| 3 | in
--| 4 | moved
DELETE FROM p WHERE k IN (4, 2);
--| DELETE 2
COMMIT;
--| COMMIT
SELECT k, v FROM p ORDER BY k;
--| k | v
--| --+---
--| 3 | in
CREATE INDEX o_n ON o (n);
--| CREATE INDEX
EXPLAIN SELECT c FROM o WHERE n IN (1, 2);
--| QUERY PLAN
--| ---------------------------
--| AllPartitions
--|   Gather
--|     IndexScan[o, = 1 | = 2]
SELECT c, n FROM o WHERE n IN (2, 1) ORDER BY c, n;
--| c | n
--| --+--
--| 1 | 1
--| 1 | 2
--| 2 | 1
--| 2 | 2
--| 3 | 1
