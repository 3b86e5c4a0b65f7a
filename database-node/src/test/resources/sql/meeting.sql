-- Json is not compared; exact numbers, times and names keep what they are where they meet others.

create table jt (k int primary key, j json, b jsonb, t text, v varchar(100000)) partition by hash(k);
--| CREATE TABLE
insert into jt values (1, '{"a":1}', '{"a":1}', 'x', 'y'), (2, '[1]', '[1, 2]', null, null);
--| INSERT 0 2
insert into jt values (3, null, null);
--| INSERT 0 1
insert into jt (k, j) values (4, '{bad');
--| ERROR 22P02: invalid input syntax (type: json, value: {bad)
insert into jt (k, j) values (4, 'x'::text);
--| ERROR 22P02: invalid input syntax (type: json, value: x)
insert into jt (k, t) select 9, 'a' || k from jt where k = 1;
--| INSERT 0 1
select k, j, b, j::text, b::text, coalesce(j, '[]'), case when k = 1 then b else '{}' end from jt order by k;
--| k | j       | b        | j       | b        | coalesce | case
--| --+---------+----------+---------+----------+----------+---------
--| 1 | {"a":1} | {"a": 1} | {"a":1} | {"a": 1} | {"a":1}  | {"a": 1}
--| 2 | [1]     | [1, 2]   | [1]     | [1, 2]   | [1]      | {}
--| 3 | ∅       | ∅        | ∅       | ∅        | []       | {}
--| 9 | ∅       | ∅        | ∅       | ∅        | []       | {}
select k from jt where b = '{"a": 1}';
--| k
--| -
--| 1
select k from jt where b <> '{"a": 1}' order by k;
--| k
--| -
--| 2
select k from jt where b::text = '{"a": 1}';
--| k
--| -
--| 1
select k from jt where j::text like '%a%';
--| k
--| -
--| 1
select k from jt where b in ('{"a": 1}', '3');
--| k
--| -
--| 1
select j || 'x' from jt;
--| ?column?
--| --------
--| [1]x
--| {"a":1}x
--| ∅
--| ∅
select length(j) from jt;
--| ERROR 42883 at 8: the function does not exist (function: length(json))
--| HINT: Cast the arguments to the types that are meant.
select upper(b::text) from jt order by k;
--| upper
--| --------
--| {"A": 1}
--| [1, 2]
--| ∅
--| ∅
select count(j), count(distinct b) from jt;
--| count | count
--| ------+------
--|     2 |     2
select j from jt union all select j from jt;
--| j
--| -------
--| [1]
--| [1]
--| {"a":1}
--| {"a":1}
--| ∅
--| ∅
--| ∅
--| ∅
update jt set b = '{"z": 1}', j = '1' where k = 1 returning j, b;
--| j | b
--| --+---------
--| 1 | {"z": 1}
--| UPDATE 1
update jt set b = t;
--| ERROR 42804: the column is of another type than the expression (column: b, type of the column: jsonb, type of the expression: text)
--| HINT: You will need to rewrite or cast the expression.
select concat(j, 'a'), j::text || 'a' from jt where k = 1;
--| concat | ?column?
--| -------+---------
--| 1a     | 1a
select k from jt where j = '{"a":1}';
--| ERROR 42883 at 24: the operator does not exist for these types (operator: json = json)
--| HINT: Cast one of the operands.
select max(b) from jt;
--| ERROR 0A000: jsonb has no order here
--| HINT: Cast it to text.
select j from jt order by j;
--| ERROR 42883: json cannot be compared
--| HINT: Cast it to text.
select b from jt order by b;
--| ERROR 0A000: jsonb has no order here
--| HINT: Cast it to text.
select distinct j from jt;
--| ERROR 42883: json cannot be compared
--| HINT: Cast it to text.
drop table jt;
--| DROP TABLE
create table tt (k int primary key, n numeric(10,2), m numeric(8,4)) partition by hash(k);
--| CREATE TABLE
insert into tt values (1, 1.5, 2.5), (2, null, 3);
--| INSERT 0 2
select k, n, k, k as n from tt order by k desc;
--| k |    n | k | n
--| --+------+---+--
--| 2 |    ∅ | 2 | 2
--| 1 | 1.50 | 1 | 1
select a.k, b.k from tt a, tt b order by k;
--| ERROR 42702 at 42: the column reference is ambiguous (name: k)
select k, k from tt union select k, k from tt order by 1, 2;
--| k | k
--| --+--
--| 1 | 1
--| 2 | 2
select k, k from tt except select k, n from tt order by 1, 2;
--| k | k
--| --+--
--| 1 | 1
--| 2 | 2
select k, n as k from tt order by k;
--| ERROR 42702 at 35: the column reference is ambiguous (name: k)
select timestamptz '2024-01-01 00:00+00' union all select date '2024-01-01';
--| timestamptz
--| ----------------------
--| 2024-01-01 00:00:00+00
--| 2024-01-01 00:00:00+00
select case when true then timestamp '2024-01-01' else now() end is null, coalesce(date '2024-01-01', timestamptz '2024-01-01 00:00+00');
--| ?column? | coalesce
--| ---------+-----------------------
--| f        | 2024-01-01 00:00:00+00
select position('a' in 'ba'), floor(1.5), ceil(1.5), floor(1.5::real), round(1.2345678::real), floor(7), ceil(1234567890123456789), sign(-2), trunc(2.7::real), round(2.5), round(2.5::float8), round(5, 1), sqrt(4::real), power(2,3), power(2::real, 0.5), log(10), ln(2::real), sign('NaN'::float8);
--| position | floor | ceil | floor | round | floor |                   ceil | sign | trunc | round | round | round | sqrt | power |              power | log |                 ln | sign
--| ---------+-------+------+-------+-------+-------+------------------------+------+-------+-------+-------+-------+------+-------+--------------------+-----+--------------------+-----
--|        2 |     1 |    2 |     1 |     1 |     7 | 1.2345678901234568e+18 |   -1 |     2 |     3 |     2 |   5.0 |    2 |     8 | 1.4142135623730951 |   1 | 0.6931471805599453 |    0
select coalesce(trunc(-57.00, 1), cast(1.5 as numeric(12,3))), case when true then 1.5 else 1.25::numeric(10,4) end, greatest(1, 1.50), coalesce(1, 2.5);
--| coalesce | case | greatest | coalesce
--| ---------+------+----------+---------
--|    -57.0 |  1.5 |     1.50 |        1
select coalesce(n, m), coalesce(n, 0), case when k = 1 then n else m end, greatest(n, m), nullif(n, m), n + m from tt order by k;
--| coalesce | coalesce |      m | greatest | nullif | ?column?
--| ---------+----------+--------+----------+--------+---------
--|     1.50 |     1.50 |   1.50 |   2.5000 |   1.50 |   4.0000
--|   3.0000 |        0 | 3.0000 |   3.0000 |      ∅ |        ∅
select n from tt union all select m from tt order by 1;
--|      n
--| ------
--|   1.50
--| 2.5000
--| 3.0000
--|      ∅
select sum(n), avg(n), round(avg(n), 1), max(m) from tt;
--|  sum |                    avg | round |    max
--| -----+------------------------+-------+-------
--| 1.50 | 1.50000000000000000000 |   1.5 | 3.0000
select floor(n) from tt group by floor(n) order by 1;
--| floor
--| -----
--|     1
--|     ∅
drop table tt;
--| DROP TABLE
create table ct (k int primary key, c char(5)) partition by hash (k);
--| CREATE TABLE
insert into ct values (1, 'a'), (2, 'a b');
--| INSERT 0 2
select c, c::text, concat(c::text, '|'), c::text like 'a', c like 'a    ', null::json, null::jsonb from ct order by k;
--| c     | c   | concat | ?column? | ?column? | json | jsonb
--| ------+-----+--------+----------+----------+------+------
--| a     | a   | a|     | t        | t        | ∅    | ∅
--| a b   | a b | a b|   | f        | f        | ∅    | ∅
select k from ct where c::text = 'a';
--| k
--| -
--| 1
select k from ct where c = 'a';
--| k
--| -
--| 1
drop table ct;
--| DROP TABLE
create table un (k int primary key, c text, d date) partition by hash (k);
--| CREATE TABLE
insert into un values (1, 'a', '2024-01-01'), (2, null, null);
--| INSERT 0 2
select k from un a where null::integer not in (select s.k from un s where a.c = 'a') order by k;
--| k
--| -
--| 2
select k, null::numeric(5,2), null::char(3), null::int + 1 from un where null::int is null order by k;
--| k | numeric | bpchar | ?column?
--| --+---------+--------+---------
--| 1 |       ∅ | ∅      |        ∅
--| 2 |       ∅ | ∅      |        ∅
select distinct null::uuid from un where nullif(true, true) is null;
--| uuid
--| ----
--| ∅
update un as a set d = null, c = null from un b where a.k = b.k returning a.k, a.c, a.d;
--| k | c | d
--| --+---+--
--| 1 | ∅ | ∅
--| 2 | ∅ | ∅
--| UPDATE 2
update un as a set d = '2024-02-03', c = 'x' from un b where a.k = b.k and b.k = 1 returning a.k, a.c, a.d;
--| k | c | d
--| --+---+-----------
--| 1 | x | 2024-02-03
--| UPDATE 1
drop table un;
--| DROP TABLE
