-- Window functions.

CREATE TABLE emp (id integer PRIMARY KEY, dept text, name text, salary integer, bonus numeric(8,2), hired date) PARTITION BY HASH (id);
--| CREATE TABLE
INSERT INTO emp VALUES (1,'a','ann',10,1.5,'2020-01-01'),(2,'a','bob',20,null,'2020-02-01'),(3,'a','cat',20,2.5,'2020-03-01'),(4,'b','dan',5,1,'2021-01-01'),(5,'b','eve',null,2,'2021-01-01'),(6,null,'fay',7,3,null),(7,null,'gus',8,4,'2019-01-01'),(8,'c','hal',30,null,'2022-02-02');
--| INSERT 0 8
CREATE TABLE pay (dept text, n integer, v integer, PRIMARY KEY (dept, n)) PARTITION BY HASH (dept);
--| CREATE TABLE
INSERT INTO pay VALUES ('x',1,10),('x',2,20),('x',3,30),('y',1,5),('y',2,null),('z',1,7);
--| INSERT 0 6
SELECT id, row_number() OVER (ORDER BY id) FROM emp ORDER BY id;
--| id | row_number
--| ---+-----------
--|  1 |          1
--|  2 |          2
--|  3 |          3
--|  4 |          4
--|  5 |          5
--|  6 |          6
--|  7 |          7
--|  8 |          8
SELECT id, dept, salary, rank() OVER (PARTITION BY dept ORDER BY salary), dense_rank() OVER (PARTITION BY dept ORDER BY salary), percent_rank() OVER (PARTITION BY dept ORDER BY salary), cume_dist() OVER (PARTITION BY dept ORDER BY salary) FROM emp ORDER BY id;
--| id | dept | salary | rank | dense_rank | percent_rank |          cume_dist
--| ---+------+--------+------+------------+--------------+-------------------
--|  1 | a    |     10 |    1 |          1 |            0 | 0.3333333333333333
--|  2 | a    |     20 |    2 |          2 |          0.5 |                  1
--|  3 | a    |     20 |    2 |          2 |          0.5 |                  1
--|  4 | b    |      5 |    1 |          1 |            0 |                0.5
--|  5 | b    |      ∅ |    2 |          2 |            1 |                  1
--|  6 | ∅    |      7 |    1 |          1 |            0 |                0.5
--|  7 | ∅    |      8 |    2 |          2 |            1 |                  1
--|  8 | c    |     30 |    1 |          1 |            0 |                  1
SELECT id, ntile(3) OVER (ORDER BY id), ntile(20) OVER (ORDER BY id), ntile(null) OVER (ORDER BY id) FROM emp ORDER BY id;
--| id | ntile | ntile | ntile
--| ---+-------+-------+------
--|  1 |     1 |     1 |     ∅
--|  2 |     1 |     2 |     ∅
--|  3 |     1 |     3 |     ∅
--|  4 |     2 |     4 |     ∅
--|  5 |     2 |     5 |     ∅
--|  6 |     2 |     6 |     ∅
--|  7 |     3 |     7 |     ∅
--|  8 |     3 |     8 |     ∅
SELECT id, lag(salary) OVER w, lead(salary) OVER w, lag(salary, 2) OVER w, lag(salary, 1, -1) OVER w, lead(name, 1, 'none') OVER w, lag(salary, 0) over w, lag(salary, -1) over w FROM emp WINDOW w AS (ORDER BY id) ORDER BY id;
--| id | lag | lead | lag | lag | lead | lag | lag
--| ---+-----+------+-----+-----+------+-----+----
--|  1 |   ∅ |   20 |   ∅ |  -1 | bob  |  10 |  20
--|  2 |  10 |   20 |   ∅ |  10 | cat  |  20 |  20
--|  3 |  20 |    5 |  10 |  20 | dan  |  20 |   5
--|  4 |  20 |    ∅ |  20 |  20 | eve  |   5 |   ∅
--|  5 |   5 |    7 |  20 |   5 | fay  |   ∅ |   7
--|  6 |   ∅ |    8 |   5 |   ∅ | gus  |   7 |   8
--|  7 |   7 |   30 |   ∅ |   7 | hal  |   8 |  30
--|  8 |   8 |    ∅ |   7 |   8 | none |  30 |   ∅
SELECT id, first_value(name) OVER w, last_value(name) OVER w, nth_value(name, 2) OVER w FROM emp WINDOW w AS (PARTITION BY dept ORDER BY salary, id) ORDER BY id;
--| id | first_value | last_value | nth_value
--| ---+-------------+------------+----------
--|  1 | ann         | ann        | ∅
--|  2 | ann         | bob        | bob
--|  3 | ann         | cat        | bob
--|  4 | dan         | dan        | ∅
--|  5 | dan         | eve        | eve
--|  6 | fay         | fay        | ∅
--|  7 | fay         | gus        | gus
--|  8 | hal         | hal        | ∅
SELECT id, sum(salary) OVER (), count(*) OVER (), count(salary) OVER (), avg(salary) OVER (PARTITION BY dept), min(bonus) OVER (PARTITION BY dept), max(hired) OVER (PARTITION BY dept) FROM emp ORDER BY id;
--| id | sum | count | count |                 avg |  min | max
--| ---+-----+-------+-------+---------------------+------+-----------
--|  1 | 100 |     8 |     7 | 16.6666666666666667 | 1.50 | 2020-03-01
--|  2 | 100 |     8 |     7 | 16.6666666666666667 | 1.50 | 2020-03-01
--|  3 | 100 |     8 |     7 | 16.6666666666666667 | 1.50 | 2020-03-01
--|  4 | 100 |     8 |     7 |  5.0000000000000000 | 1.00 | 2021-01-01
--|  5 | 100 |     8 |     7 |  5.0000000000000000 | 1.00 | 2021-01-01
--|  6 | 100 |     8 |     7 |  7.5000000000000000 | 3.00 | 2019-01-01
--|  7 | 100 |     8 |     7 |  7.5000000000000000 | 3.00 | 2019-01-01
--|  8 | 100 |     8 |     7 | 30.0000000000000000 |    ∅ | 2022-02-02
SELECT id, sum(salary) OVER (ORDER BY dept, salary), sum(salary) OVER (ORDER BY dept), sum(bonus) OVER (ORDER BY id ROWS 1 PRECEDING) FROM emp ORDER BY id;
--| id | sum | sum |  sum
--| ---+-----+-----+-----
--|  1 |  10 |  50 | 1.50
--|  2 |  50 |  50 | 1.50
--|  3 |  50 |  50 | 2.50
--|  4 |  55 |  55 | 3.50
--|  5 |  55 |  55 | 3.00
--|  6 |  92 | 100 | 5.00
--|  7 | 100 | 100 | 7.00
--|  8 |  85 |  85 | 4.00
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), sum(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), sum(id) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING), sum(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), sum(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM emp ORDER BY id;
--| id | sum | sum | sum | sum | sum
--| ---+-----+-----+-----+-----+----
--|  1 |   3 |  36 |   7 |   ∅ |  36
--|  2 |   6 |  35 |   9 |   1 |  36
--|  3 |   9 |  33 |  11 |   3 |  36
--|  4 |  12 |  30 |  13 |   6 |  36
--|  5 |  15 |  26 |  15 |  10 |  36
--|  6 |  18 |  21 |   8 |  15 |  36
--|  7 |  21 |  15 |   ∅ |  21 |  36
--|  8 |  15 |   8 |   ∅ |  28 |  36
SELECT id, count(*) OVER (ORDER BY dept RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), sum(id) OVER (ORDER BY dept RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW), sum(id) OVER (ORDER BY dept RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES), sum(id) OVER (ORDER BY dept RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) FROM emp ORDER BY id;
--| id | count | sum | sum | sum
--| ---+-------+-----+-----+----
--|  1 |     8 |   5 |   1 |  30
--|  2 |     8 |   4 |   2 |  30
--|  3 |     8 |   3 |   3 |  30
--|  4 |     5 |  11 |  10 |  27
--|  5 |     5 |  10 |  11 |  27
--|  6 |     2 |  30 |  29 |  23
--|  7 |     2 |  29 |  30 |  23
--|  8 |     3 |  15 |  23 |  28
SELECT id, first_value(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW), last_value(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW), nth_value(id,2) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW) FROM emp ORDER BY id;
--| id | first_value | last_value | nth_value
--| ---+-------------+------------+----------
--|  1 |           2 |          2 |         3
--|  2 |           1 |          3 |         3
--|  3 |           2 |          4 |         4
--|  4 |           3 |          5 |         5
--|  5 |           4 |          6 |         6
--|  6 |           5 |          7 |         7
--|  7 |           6 |          8 |         8
--|  8 |           7 |          7 |         ∅
SELECT dept, sum(salary), rank() OVER (ORDER BY sum(salary) DESC NULLS LAST) FROM emp GROUP BY dept ORDER BY 3, 1;
--| dept | sum | rank
--| -----+-----+-----
--| a    |  50 |    1
--| c    |  30 |    2
--| ∅    |  15 |    3
--| b    |   5 |    4
SELECT dept, count(*), sum(count(*)) OVER () FROM emp GROUP BY dept ORDER BY 1;
--| dept | count | sum
--| -----+-------+----
--| a    |     3 |   8
--| b    |     2 |   8
--| c    |     1 |   8
--| ∅    |     2 |   8
SELECT * FROM (SELECT id, dept, row_number() OVER (PARTITION BY dept ORDER BY salary DESC NULLS LAST, id) AS n FROM emp) t WHERE n = 1 ORDER BY id;
--| id | dept | n
--| ---+------+--
--|  2 | a    | 1
--|  4 | b    | 1
--|  7 | ∅    | 1
--|  8 | c    | 1
SELECT id, row_number() OVER (ORDER BY salary % 3, id) + 1 AS x, salary * 2 - sum(salary) OVER (PARTITION BY upper(dept)) AS y FROM emp ORDER BY id;
--| id | x |   y
--| ---+---+----
--|  1 | 3 | -30
--|  2 | 5 | -10
--|  3 | 6 | -10
--|  4 | 7 |   5
--|  5 | 9 |   ∅
--|  6 | 4 |  -1
--|  7 | 8 |   1
--|  8 | 2 |  30
SELECT rank() OVER () , row_number() OVER (PARTITION BY dept) FROM emp WHERE id = 1;
--| rank | row_number
--| -----+-----------
--|    1 |          1
SELECT dept, n, v, sum(v) OVER (PARTITION BY dept ORDER BY n), row_number() OVER (PARTITION BY dept ORDER BY n DESC), sum(v) OVER (ORDER BY dept, n) FROM pay ORDER BY dept, n;
--| dept | n |  v | sum | row_number | sum
--| -----+---+----+-----+------------+----
--| x    | 1 | 10 |  10 |          3 |  10
--| x    | 2 | 20 |  30 |          2 |  30
--| x    | 3 | 30 |  60 |          1 |  60
--| y    | 1 |  5 |   5 |          2 |  65
--| y    | 2 |  ∅ |   5 |          1 |  65
--| z    | 1 |  7 |   7 |          1 |  72
SELECT count(*) FILTER (WHERE salary > 8) OVER (PARTITION BY dept), sum(salary) FILTER (WHERE id > 2) OVER (ORDER BY id), id FROM emp ORDER BY id;
--| count | sum | id
--| ------+-----+---
--|     3 |   ∅ |  1
--|     3 |   ∅ |  2
--|     3 |  20 |  3
--|     0 |  25 |  4
--|     0 |  25 |  5
--|     0 |  32 |  6
--|     0 |  40 |  7
--|     1 |  70 |  8
SELECT string_agg(name, ',') OVER (ORDER BY id) FROM emp WHERE id < 4 ORDER BY id;
--| string_agg
--| -----------
--| ann
--| ann,bob
--| ann,bob,cat
SELECT bool_and(salary > 6) OVER (PARTITION BY dept), stddev(salary) OVER (ORDER BY id) FROM emp ORDER BY id;
--| bool_and |             stddev
--| ---------+-------------------
--| t        |                  ∅
--| t        | 7.0710678118654752
--| t        | 5.7735026918962576
--| f        | 7.5000000000000000
--| f        | 7.5000000000000000
--| t        | 7.1624018317879932
--| t        | 6.6533199732664794
--| t        | 9.2143779987995883
SELECT id FROM emp ORDER BY row_number() OVER (ORDER BY name DESC) LIMIT 3;
--| id
--| --
--|  8
--|  7
--|  6
SELECT id, ntile(0) OVER (ORDER BY id) FROM emp;
--| ERROR 22014: argument of ntile must be greater than zero
SELECT id, nth_value(id, 0) OVER (ORDER BY id) FROM emp;
--| ERROR 22016: argument of nth_value must be greater than zero
SELECT sum(id) OVER (ORDER BY id ROWS -1 PRECEDING) FROM emp;
--| ERROR 22013 at 39: a frame's offset must be a constant or a parameter, and not negative (name: ROWS)
SELECT row_number() FROM emp;
--| ERROR 42P20 at 8: the window function needs an OVER clause (name: window functions)
SELECT id FROM emp WHERE row_number() OVER () = 1;
--| ERROR 42P20 at 26: window functions are not allowed here (name: WHERE)
SELECT count(DISTINCT dept) OVER () FROM emp;
--| ERROR 0A000: DISTINCT is not supported for window functions
SELECT sum(id) OVER nope FROM emp;
--| ERROR 42704 at 21: the window does not exist (name: nope)
SELECT lag(name, 1, 5) OVER (ORDER BY id) FROM emp;
--| ERROR 42883 at 8: the function does not exist (function: lag(text, integer, integer))
--| HINT: Cast the argument to the type that is meant.
SELECT ntile('x') OVER (ORDER BY id) FROM emp;
--| ERROR 22P02: invalid input syntax (type: integer, value: x)
SELECT sum(id) OVER (w ORDER BY id) FROM emp WINDOW w AS (PARTITION BY dept) ORDER BY 1;
--| sum
--| ---
--|   1
--|   3
--|   4
--|   6
--|   6
--|   8
--|   9
--|  13
SELECT id, sum(id) OVER w1, sum(id) OVER w2 FROM emp WINDOW w1 AS (PARTITION BY dept), w2 AS (w1 ORDER BY id) ORDER BY 1;
--| id | sum | sum
--| ---+-----+----
--|  1 |   6 |   1
--|  2 |   6 |   3
--|  3 |   6 |   6
--|  4 |   9 |   4
--|  5 |   9 |   9
--|  6 |  13 |   6
--|  7 |  13 |  13
--|  8 |   8 |   8
SELECT lag(salary, 1, 1.5) OVER (ORDER BY id) FROM emp ORDER BY id;
--| lag
--| ---
--| 1.5
--|  10
--|  20
--|  20
--|   5
--|   ∅
--|   7
--|   8
SELECT id, sum(salary) OVER (ORDER BY salary RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING) FROM emp ORDER BY id;
--| ERROR 0A000: RANGE with an offset is not supported
--| HINT: Use ROWS, or join the table with itself on the range.
SELECT id, sum(salary) OVER (ORDER BY salary GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM emp ORDER BY id;
--| ERROR 0A000: this part of SQL is not supported (feature: a frame of GROUPS)
--| HINT: Use ROWS, or dense_rank() in a subquery.
SELECT row_number() OVER (ORDER BY id) AS n FROM emp LIMIT 2;
--| n
--| -
--| 1
--| 2
