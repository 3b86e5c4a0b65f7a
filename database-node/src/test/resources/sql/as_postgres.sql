-- Where answers once differed from those of PostgreSQL 15.

select sum(interval '1 day'), avg(interval '1 day');
--| sum   | avg
--| ------+------
--| 1 day | 1 day
select sum('a'), 1;
--| ERROR 42725 at 8: the function is not unique (function: sum)
--| HINT: Cast the argument to the type that is meant.
select sum(x) from (values ('a'::text)) t(x);
--| ERROR 42883 at 8: the function does not exist (function: sum(text))
--| HINT: Cast the argument to the type that is meant.
select sum('1');
--| ERROR 42725 at 8: the function is not unique (function: sum)
--| HINT: Cast the argument to the type that is meant.
select null::interval = interval '1 day', case when null::interval = '1 day' then null else null::interval end;
--| ?column? | case
--| ---------+-----
--| ∅        | ∅
create table q (k int primary key, c char(6), v varchar(3), i interval) partition by hash(k);
--| CREATE TABLE
insert into q values (1,'a','b','1 day'),(2,'abcdef','a', null);
--| INSERT 0 2
select k, c like '_', c like 'a     ', c like 'a%', c ilike 'A_____', c ~ 'a$', c ~* 'A +$', c = 'a', length(c), c || 'x', concat(c, 'x'), upper(c)||'x', c::text||'y', octet_length(c) from q;
--| k | ?column? | ?column? | ?column? | ?column? | ?column? | ?column? | ?column? | length | ?column? | concat  | ?column? | ?column? | octet_length
--| --+----------+----------+----------+----------+----------+----------+----------+--------+----------+---------+----------+----------+-------------
--| 1 | f        | t        | t        | t        | f        | t        | t        |      1 | ax       | a     x | Ax       | ay       |            6
--| 2 | f        | f        | t        | t        | f        | f        | f        |      6 | abcdefx  | abcdefx | ABCDEFx  | abcdefy  |            6
select translate('abc', 'ab', 'xy');
--| translate
--| ---------
--| xyc
select sum(i), avg(i), min(i), max(i) from q;
--| sum   | avg   | min   | max
--| ------+-------+-------+------
--| 1 day | 1 day | 1 day | 1 day
select sum(i), k from q group by k order by 1;
--| sum   | k
--| ------+--
--| 1 day | 1
--| ∅     | 2
select overlay('abcdef' placing 'zz' from 2), overlay('abcdef' placing 'zz' from 2 for 4);
--| overlay | overlay
--| --------+--------
--| azzdef  | azzf
select count(k, c) from q;
--| ERROR 42883 at 8: count takes one argument
create table w (k int primary key, name text, n numeric, d date) partition by hash(k);
--| CREATE TABLE
insert into w values (1,'a',1.5,'2024-01-01'),(2,'b',2.25,null),(3,'a',3,'2024-01-01');
--| INSERT 0 3
select count(*), name from w group by name order by count;
--| count | name
--| ------+-----
--|     1 | b
--|     2 | a
select name, count(*) from w group by name order by count desc, name;
--| name | count
--| -----+------
--| a    |     2
--| b    |     1
select upper(name), k from w order by upper desc, k;
--| upper | k
--| ------+--
--| B     | 2
--| A     | 1
--| A     | 3
select k::text from w order by k desc;
--| k
--| -
--| 3
--| 2
--| 1
select name::text, count(*) from w group by name order by name;
--| name | count
--| -----+------
--| a    |     2
--| b    |     1
select sum(n) from w group by name having sum(n) > 1 order by sum;
--|  sum
--| ----
--| 2.25
--|  4.5
select count from (select count(*) from w) x;
--| count
--| -----
--|     3
select 1 union select 1.5 order by 1;
--| ?column?
--| --------
--|        1
--|      1.5
select 1 union all select 1.5;
--| ?column?
--| --------
--|        1
--|      1.5
select k, n from w union select 2, 2.25 order by 1,2;
--| k |    n
--| --+-----
--| 1 |  1.5
--| 2 | 2.25
--| 3 |    3
select 1 union select 'a';
--| ERROR 22P02: invalid input syntax (type: integer, value: a)
select 1 union select '2' order by 1;
--| ?column?
--| --------
--|        1
--|        2
select k, n, k from w order by k;
--| k |    n | k
--| --+------+--
--| 1 |  1.5 | 1
--| 2 | 2.25 | 2
--| 3 |    3 | 3
select distinct name from w order by k;
--| ERROR 42P10 at 38: for SELECT DISTINCT, what is ordered by must be in the select list (name: k)
select k from w order by k limit -1;
--| ERROR 2201W: LIMIT must not be negative
select k from w order by k offset -1;
--| ERROR 2201X: OFFSET must not be negative
select k from w order by k limit 1.5;
--| k
--| -
--| 1
--| 2
select k from w order by k limit '2';
--| k
--| -
--| 1
--| 2
select k from w order by k limit 'a';
--| ERROR 22P02 at 34: invalid input for type bigint (value: a)
select k from w order by k limit null;
--| k
--| -
--| 1
--| 2
--| 3
select k from w order by k fetch first 2 rows only;
--| k
--| -
--| 1
--| 2
select k from w order by k offset 1 rows fetch next row only;
--| k
--| -
--| 2
select 'a' || 1 + 2;
--| ?column?
--| --------
--| a3
select 1 || 'x' = '1x', 'a' || 'b' like 'ab', 'x' || -1, not 'a' || 'b' = 'ab', 'a' || 'b' in ('ab'), 'a' || 2 * 3 || 'b';
--| ?column? | ?column? | ?column? | ?column? | ?column? | ?column?
--| ---------+----------+----------+----------+----------+---------
--| t        | t        | x-1      | f        | t        | a6b
select date '2026-02-30';
--| ERROR 22008: date or time field value out of range (value: 2026-02-30)
select timestamp '2024-01-01 12:00' at time zone 'UTC';
--| timezone
--| ----------------------
--| 2024-01-01 12:00:00+00
select timestamptz '2024-01-01 12:00+00' at time zone 'Europe/Berlin';
--| timezone
--| -------------------
--| 2024-01-01 13:00:00
select 1 from (values (timestamp '2024-01-01 12:00')) v(t) where t at time zone 'UTC' + interval '1 day' > t at time zone 'UTC';
--| ?column?
--| --------
--|        1
select to_date('2024-02-03', 'YYYY-MM-DD');
--| to_date
--| ----------
--| 2024-02-03
select sqrt(2.0), exp(1.0), ln(10.0), power(2.0, 0.5), 2.0 ^ 0.5, sqrt(2), log(100.0), exp(2);
--|              sqrt |                exp |                 ln |              power |           ?column? |               sqrt |                log |              exp
--| ------------------+--------------------+--------------------+--------------------+--------------------+--------------------+--------------------+-----------------
--| 1.414213562373095 | 2.7182818284590452 | 2.3025850929940457 | 1.4142135623730950 | 1.4142135623730950 | 1.4142135623730951 | 2.0000000000000000 | 7.38905609893065
reset timezone;
--| RESET
deallocate all;
--| DEALLOCATE ALL
discard all;
--| DISCARD ALL
select '{"a":1,"b":[1,2]}'::jsonb::text, '{"b":1,"a":2,"b":3}'::jsonb;
--| text                  | jsonb
--| ----------------------+-----------------
--| {"a": 1, "b": [1, 2]} | {"a": 2, "b": 3}
select '{"a":1}'::jsonb = '{"a": 1}'::jsonb;
--| ?column?
--| --------
--| t
insert into w(k, name) values (5, 1);
--| INSERT 0 1
insert into b2(k,b) values (1, 1);
--| ERROR 42P01: the table does not exist (table: b2)
insert into b2(k,dd) values (1, 20260101);
--| ERROR 42P01: the table does not exist (table: b2)
insert into b2(k,date,time,next,rows,position,value,range,row,at) values (1,'2024-01-01','12:00',1,2,3,4,5,6,7);
--| ERROR 42P01: the table does not exist (table: b2)
select date, time, next, rows, position, value, range, row, at from b2 order by next;
--| ERROR 42P01 at 69: the relation does not exist (name: b2)
select k date from b2;
--| ERROR 42P01 at 20: the relation does not exist (name: b2)
select b2.date, b2.next + 1 as rows from b2 where next = 1 and date is not null group by date, next;
--| ERROR 42P01 at 42: the relation does not exist (name: b2)
update b2 set date = date + 1, next = next + 1 where rows = 2 returning date, next;
--| ERROR 42P01: the table does not exist (table: b2)
select timestamp from (select date as timestamp from b2) x;
--| ERROR 42P01 at 54: the relation does not exist (name: b2)
create table b2 (k int primary key, b bool, dd date, date date, time time, next int, rows int, position int, value int, range int, row int, at int, timestamp timestamp, begin int) partition by hash(k);
--| CREATE TABLE
insert into b2(k,b) values (1, 1);
--| ERROR 42804: the column is of another type than the expression (types: boolean, bigint)
--| HINT: Cast the expression.
insert into b2(k,dd) values (1, 20260101);
--| ERROR 42804: the column is of another type than the expression (types: date, bigint)
--| HINT: Cast the expression.
insert into b2(k,date,time,next,rows,position,value,range,row,at) values (1,'2024-01-01','12:00',1,2,3,4,5,6,7);
--| INSERT 0 1
select date, time, next, rows, position, value, range, row, at, begin, timestamp from b2 order by next;
--| date       | time     | next | rows | position | value | range | row | at | begin | timestamp
--| -----------+----------+------+------+----------+-------+-------+-----+----+-------+----------
--| 2024-01-01 | 12:00:00 |    1 |    2 |        3 |     4 |     5 |   6 |  7 |     ∅ | ∅
select date from b2;
--| date
--| ----------
--| 2024-01-01
select k date from b2;
--| date
--| ----
--|    1
select b2.date, b2.next + 1 as rows from b2 where next = 1 and date is not null group by date, next;
--| date       | rows
--| -----------+-----
--| 2024-01-01 |    2
update b2 set date = date + 1, next = next + 1 where rows = 2 returning date, next;
--| date       | next
--| -----------+-----
--| 2024-01-02 |    2
--| UPDATE 1
select timestamp from (select date as timestamp from b2) x;
--| timestamp
--| ----------
--| 2024-01-02
select max(date), min(time) from b2 where date > '2020-01-01' and time < time '13:00';
--| max        | min
--| -----------+---------
--| 2024-01-02 | 12:00:00
select position('b' in 'abc'), date '2024-01-01', timestamp '2024-01-01 00:00', time '12:00', cast('2024-01-01' as date), '12:00'::time, '2024-01-01'::timestamp(3), '2024-01-01'::timestamp with time zone;
--| position | date       | timestamp           | time     | date       | time     | timestamp           | timestamptz
--| ---------+------------+---------------------+----------+------------+----------+---------------------+-----------------------
--|        2 | 2024-01-01 | 2024-01-01 00:00:00 | 12:00:00 | 2024-01-01 | 12:00:00 | 2024-01-01 00:00:00 | 2024-01-01 00:00:00+00
select row(1,2) = row(1,2), (1,2) = (1,2);
--| ?column? | ?column?
--| ---------+---------
--| t        | t
select k from b2 fetch next 1 rows only;
--| k
--| -
--| 1
select k, date, date + 1 from b2 order by date, time desc;
--| k | date       | ?column?
--| --+------------+-----------
--| 1 | 2024-01-02 | 2024-01-03
select extract(day from date), date_trunc('month', date), date::text, cast(date as text) from b2;
--| extract | date_trunc             | date       | date
--| --------+------------------------+------------+-----------
--|       2 | 2024-01-01 00:00:00+00 | 2024-01-02 | 2024-01-02
select case when date > '2020-01-01' then date end from b2;
--| case
--| ----------
--| 2024-01-02
select count(*) filter (where date is not null) from b2;
--| count
--| -----
--|     1
select next from b2 where (date, next) = ('2024-01-02', 2);
--| next
--| ----
--|    2
drop table q;
--| DROP TABLE
drop table w;
--| DROP TABLE
drop table b2;
--| DROP TABLE
