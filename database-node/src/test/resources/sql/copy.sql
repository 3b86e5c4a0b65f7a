-- COPY: one transaction, text and csv, in and out.

CREATE TABLE t (id integer PRIMARY KEY, a numeric(6, 2), b text) PARTITION BY HASH (id);
--| CREATE TABLE
COPY t FROM STDIN;
1	10.5	one
2	\N	two\tand\na half
3	3	\\N
\.
--| COPY 3
SELECT * FROM t ORDER BY id;
--| id |     a | b
--| ---+-------+---------------
--|  1 | 10.50 | one
--|  2 |     ∅ | two	and↵a half
--|  3 |  3.00 | \N
COPY t (b, id) FROM STDIN WITH (FORMAT csv);
"quoted, with ""quotes""",4
,5
"",6
\.
--| COPY 3
SELECT * FROM t ORDER BY id;
--| id |     a | b
--| ---+-------+----------------------
--|  1 | 10.50 | one
--|  2 |     ∅ | two	and↵a half
--|  3 |  3.00 | \N
--|  4 |     ∅ | quoted, with "quotes"
--|  5 |     ∅ | ∅
--|  6 |     ∅ |
COPY t FROM STDIN (FORMAT csv, HEADER, DELIMITER ';', NULL 'none');
id;a;b
7;none;seven
8;8.25;none
\.
--| COPY 2
COPY t TO STDOUT;
--| 1	10.50	one
--| 2	\N	two\tand\na half
--| 3	3.00	\\N
--| 4	\N	quoted, with "quotes"
--| 5	\N	\N
--| 6	\N
--| 7	\N	seven
--| 8	8.25	\N
--| COPY 8
COPY (SELECT id, b FROM t WHERE id < 5 ORDER BY id DESC) TO STDOUT (FORMAT csv, HEADER);
--| id,b
--| 4,"quoted, with ""quotes"""
--| 3,\N
--| 2,"two	and↵a half"
--| 1,one
--| COPY 4
COPY t (b) TO STDOUT WITH (FORMAT csv);
--|
--|
--| ""
--| "quoted, with ""quotes"""
--| "two	and↵a half"
--| \N
--| one
--| seven
--| COPY 8

-- All or nothing.

COPY t FROM STDIN;
20	1	new
21	1	new
1	1	old
\.
--| ERROR 23505: duplicate key value violates unique constraint (table: t, constraint: t_pkey)
COPY t FROM STDIN;
20	1	new
21	12345.67	new
\.
--| ERROR 22003: numeric field overflow (type: numeric(6,2), line: 2, column: a)
COPY t FROM STDIN;
20	1	new
x	1	new
\.
--| ERROR 22P02: invalid input syntax (type: integer, value: x, line: 2, column: id)
COPY t FROM STDIN;
20	1
\.
--| ERROR 22P04: missing data for column (table: t, line: 1, column: b)
COPY t FROM STDIN;
20	1	new	more
\.
--| ERROR 22P04: extra data after last expected column (table: t, line: 1)
COPY t FROM STDIN;
\N	1	new
\.
--| ERROR 23502: null value in a column that must not be null (table: t, column: id)
SELECT count(*) FROM t;
--| count
--| -----
--|     8
COPY t FROM STDIN;
\.
--| COPY 0

-- What is wrong, or not there.

COPY nothing FROM STDIN;
1
\.
--| ERROR 42P01: the table does not exist (table: nothing)
COPY t FROM '/etc/passwd';
--| ERROR 0A000: COPY does not touch the server's files (target: '/ETC/PASSWD')
--| HINT: Use \copy of psql, or COPY FROM STDIN and TO STDOUT.
COPY t TO STDOUT WITH (FORMAT binary);
--| ERROR 0A000: COPY in binary is not supported
--| HINT: Use text or csv.
COPY t TO STDOUT WITH (FORMAT csv, QUOTE 'ab');
--| ERROR 22023: this must be a single one-byte character (option: quote)
