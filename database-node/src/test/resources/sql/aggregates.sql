-- Aggregates, groups, distinct rows.

CREATE TABLE sales (id integer PRIMARY KEY, region text, product text, amount integer, price numeric(8, 2), weight double precision) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO sales VALUES
  (1, 'north', 'a', 1, 10.00, 0.5), (2, 'north', 'b', 2, 20.50, 1.5), (3, 'south', 'a', 3, 10.00, 2.5),
  (4, 'south', 'b', null, 30.25, null), (5, 'west', 'a', 5, null, 3.5), (6, null, 'c', 7, 1.99, 0.25);
--| INSERT 0 6
SELECT count(*), sum(amount), avg(amount), min(price), max(price), sum(price), avg(price), sum(weight), avg(weight) FROM sales;
--| count | sum |                avg |  min |   max |   sum |                 avg |  sum |  avg
--| ------+-----+--------------------+------+-------+-------+---------------------+------+-----
--|     6 |  18 | 3.6000000000000000 | 1.99 | 30.25 | 72.74 | 14.5480000000000000 | 8.25 | 1.65
SELECT region, count(*), sum(amount), avg(amount), max(product) FROM sales GROUP BY region ORDER BY region;
--| region | count | sum |                avg | max
--| -------+-------+-----+--------------------+----
--| north  |     2 |   3 | 1.5000000000000000 | b
--| south  |     2 |   3 | 3.0000000000000000 | b
--| west   |     1 |   5 | 5.0000000000000000 | a
--| ∅      |     1 |   7 | 7.0000000000000000 | c
SELECT product, region, count(*) FROM sales GROUP BY product, region ORDER BY product, region NULLS FIRST;
--| product | region | count
--| --------+--------+------
--| a       | north  |     1
--| a       | south  |     1
--| a       | west   |     1
--| b       | north  |     1
--| b       | south  |     1
--| c       | ∅      |     1
SELECT id, count(*) FROM sales GROUP BY id ORDER BY id LIMIT 2;
--| id | count
--| ---+------
--|  1 |     1
--|  2 |     1
SELECT region FROM sales GROUP BY region HAVING count(*) > 1 ORDER BY region;
--| region
--| ------
--| north
--| south
SELECT region, sum(amount) AS total FROM sales GROUP BY region HAVING sum(amount) > 2 ORDER BY total DESC;
--| region | total
--| -------+------
--| ∅      |     7
--| west   |     5
--| south  |     3
--| north  |     3
SELECT count(*) FROM sales HAVING count(*) > 100;
--| count
--| -----
SELECT upper(region) AS r, count(*) FROM sales GROUP BY upper(region) ORDER BY 1;
--| r     | count
--| ------+------
--| NORTH |     2
--| SOUTH |     2
--| WEST  |     1
--| ∅     |     1
SELECT amount % 2 AS odd, count(*) FROM sales GROUP BY 1 ORDER BY 1;
--| odd | count
--| ----+------
--|   0 |     1
--|   1 |     4
--|   ∅ |     1
SELECT length(region) + 1 AS l, sum(amount * 2) + 1 AS s FROM sales GROUP BY length(region) ORDER BY l;
--| l |  s
--| --+---
--| 5 | 11
--| 6 | 13
--| ∅ | 15
EXPLAIN SELECT region, count(*), sum(amount) FROM sales GROUP BY region;
--| QUERY PLAN
--| -------------------------------------------------
--| AllPartitions
--|   Aggregate[FINAL, by #0: COUNT(#1), SUM(#2)]
--|     Gather
--|       Aggregate[PARTIAL, by #0: COUNT(), SUM(#1)]
--|         Scan[sales]
EXPLAIN SELECT count(*) FROM sales WHERE id = 1;
--| QUERY PLAN
--| -----------------------------------
--| OnePartition[1]
--|   Aggregate[COMPLETE, by : COUNT()]
--|     KeyScan[sales, = 1]

-- Of nothing.

SELECT count(*), count(amount), sum(amount), avg(amount), min(product), bool_and(true) FROM sales WHERE id > 100;
--| count | count | sum | avg | min | bool_and
--| ------+-------+-----+-----+-----+---------
--|     0 |     0 |   ∅ |   ∅ | ∅   | ∅
SELECT region, count(*) FROM sales WHERE id > 100 GROUP BY region;
--| region | count
--| -------+------

-- Distinct, filtered, and the rest.

SELECT count(DISTINCT product), count(DISTINCT region), sum(DISTINCT price), count(DISTINCT amount % 2) FROM sales;
--| count | count |   sum | count
--| ------+-------+-------+------
--|     3 |     3 | 62.74 |     2
SELECT product, count(DISTINCT region) FROM sales GROUP BY product ORDER BY product;
--| product | count
--| --------+------
--| a       |     3
--| b       |     2
--| c       |     0
SELECT count(*) FILTER (WHERE amount > 2) AS big, sum(amount) FILTER (WHERE region = 'north') AS north, count(*) FILTER (WHERE false) AS none FROM sales;
--| big | north | none
--| ----+-------+-----
--|   3 |     3 |    0
SELECT bool_and(amount > 0) AS all_true, bool_or(amount > 6) AS some, bool_and(amount > 1) AS not_all, every(id > 0) AS every FROM sales;
--| all_true | some | not_all | every
--| ---------+------+---------+------
--| t        | t    | f       | t
SELECT string_agg(product, ',' ORDER BY id) AS p, string_agg(DISTINCT product, ',' ORDER BY product) AS d, string_agg(region, '/' ORDER BY region, id) AS r FROM sales;
--| p           | d     | r
--| ------------+-------+-----------------------------
--| a,b,a,b,a,c | a,b,c | north/north/south/south/west
SELECT stddev(amount), variance(amount), stddev_pop(amount), var_pop(amount), stddev_samp(price), var_samp(weight) FROM sales;
--|             stddev |           variance |         stddev_pop |            var_pop |         stddev_samp | var_samp
--| -------------------+--------------------+--------------------+--------------------+---------------------+---------
--| 2.4083189157584591 | 5.8000000000000000 | 2.1540659228538016 | 4.6400000000000000 | 10.9664383461541423 |   1.8625
SELECT stddev(amount), var_pop(amount) FROM sales WHERE id = 1;
--| stddev | var_pop
--| -------+--------
--|      ∅ |       0
SELECT DISTINCT product FROM sales ORDER BY product;
--| product
--| -------
--| a
--| b
--| c
SELECT DISTINCT region, product FROM sales WHERE id < 4 ORDER BY region, product DESC;
--| region | product
--| -------+--------
--| north  | b
--| north  | a
--| south  | a
SELECT DISTINCT price FROM sales ORDER BY price DESC NULLS LAST;
--| price
--| -----
--| 30.25
--| 20.50
--| 10.00
--|  1.99
--|     ∅
SELECT DISTINCT upper(product) AS p FROM sales ORDER BY p;
--| p
--| -
--| A
--| B
--| C

-- Sets.

SELECT product FROM sales WHERE id < 3 UNION SELECT product FROM sales ORDER BY product;
--| product
--| -------
--| a
--| b
--| c
SELECT 1 AS x UNION ALL SELECT 1 UNION ALL SELECT 2 ORDER BY x;
--| x
--| -
--| 1
--| 1
--| 2
SELECT 1, 2 UNION SELECT 1;
--| ERROR 42601 at 26: the statement is not valid (reason: Column count mismatch in UNION)
SELECT product FROM sales INTERSECT SELECT 'a';
--| product
--| -------
--| a
SELECT product FROM sales EXCEPT SELECT 'a';
--| product
--| -------
--| b
--| c

-- What is wrong.

SELECT region, amount FROM sales GROUP BY region;
--| ERROR 42803 at 16: the column must appear in the GROUP BY clause or be used in an aggregate function (name: amount)
SELECT region, count(*) FROM sales;
--| ERROR 42803 at 8: the column must appear in the GROUP BY clause or be used in an aggregate function (name: region)
SELECT count(*) FROM sales WHERE count(*) > 1;
--| ERROR 42803 at 34: aggregate functions are not allowed here (name:  in WHERE clause)
SELECT sum(count(*)) FROM sales GROUP BY region;
--| ERROR 42803 at 8: aggregate function calls cannot be nested (name: )
SELECT region FROM sales GROUP BY 2;
--| ERROR 42P10 at 35: the position is not in the select list (name: )
SELECT * FROM sales GROUP BY region;
--| ERROR 42803 at 8: the column must appear in the GROUP BY clause or be used in an aggregate function (name: sales.id)
