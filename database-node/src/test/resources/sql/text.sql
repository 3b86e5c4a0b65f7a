-- Functions and patterns of texts.

SELECT lower('AB') AS lower, upper('ab') AS upper, initcap('hello big-world') AS initcap, length('abc') AS length, char_length('ab') AS cl, reverse('abc') AS reverse;
--| lower | upper | initcap         | length | cl | reverse
--| ------+-------+-----------------+--------+----+--------
--| ab    | AB    | Hello Big-World |      3 |  2 | cba

SELECT substring('abcdef' FROM 2 FOR 3) AS a, substring('abcdef' FROM 4) AS b, substr('abcdef', 2, 2) AS c, substr('abcdef', -1, 3) AS d, left('abcdef', 2) AS e, right('abcdef', 2) AS f, left('abcdef', -2) AS g;
--| a   | b   | c  | d | e  | f  | g
--| ----+-----+----+---+----+----+-----
--| bcd | def | bc | a | ab | ef | abcd
SELECT trim('  a  ') || '|' AS a, trim(BOTH 'x' FROM 'xxaxx') AS b, ltrim('xya', 'xy') AS c, rtrim('ayx', 'xy') AS d, btrim('  a ') || '|' AS e;
--| a  | b | c | d | e
--| ---+---+---+---+---
--| a| | a | a | a | a|
SELECT position('c' IN 'abcd') AS a, strpos('abcd', 'cd') AS b, position('x' IN 'abcd') AS c, replace('banana', 'an', 'AN') AS d, split_part('a,b,c', ',', 2) AS f;
--| a | b | c | d      | f
--| --+---+---+--------+--
--| 3 | 3 | 0 | bANANa | b
SELECT lpad('7', 3, '0') AS a, rpad('ab', 4, 'xy') AS b, lpad('abcd', 2) AS c, repeat('ab', 3) AS d, chr(9731) AS e, ascii('A') AS f;
--| a   | b    | c  | d      | e |  f
--| ----+------+----+--------+---+---
--| 007 | abxy | ab | ababab | ☃ | 65
SELECT concat('a', null, 1, true) AS a, concat_ws('-', 'a', null, 'b') AS b, 'a' || 1 AS c, 'a' || null AS d, 1 || 'a' AS e;
--| a   | b   | c  | d | e
--| ----+-----+----+---+---
--| a1t | a-b | a1 | ∅ | 1a
SELECT md5('abc') AS md5;
--| md5
--| --------------------------------
--| 900150983cd24fb0d6963f7d28e17f72
SELECT 'abc' LIKE 'a%' AS a, 'abc' LIKE '_b_' AS b, 'a%c' LIKE 'a\%c' AS c, 'abc' NOT LIKE 'x%' AS d, 'ABC' ILIKE 'a%' AS e, 'a_c' LIKE 'a#_c' ESCAPE '#' AS f, 'abc' LIKE 'abc%%' AS g;
--| a | b | c | d | e | f | g
--| --+---+---+---+---+---+--
--| t | t | t | t | t | t | t
SELECT 'abc' ~ '^a.c$' AS a, 'ABC' ~ 'abc' AS b, 'ABC' ~* 'abc' AS c, 'abc' !~ 'x' AS d, 'abc' !~* 'B' AS e;
--| a | b | c | d | e
--| --+---+---+---+--
--| t | f | t | t | f
SELECT regexp_replace('foobarbaz', 'b..', 'X') AS a, regexp_replace('foobarbaz', 'b..', 'X', 'g') AS b, regexp_replace('foobar', '(b)(a)', '\2\1') AS c;
--| a       | b     | c
--| --------+-------+-------
--| fooXbaz | fooXX | fooabr
SELECT string_agg(x, ',' ORDER BY x DESC) AS a FROM (VALUES ('a'), ('b'), (null)) AS v (x);
--| a
--| ---
--| b,a
SELECT substring('abc' FROM 0 FOR 2) AS a, substring('abc', 5) AS b;
--| a | b
--| --+--
--| a |
SELECT substring('abc' FROM 2 FOR -1);
--| ERROR 22011: negative substring length not allowed
SELECT repeat('a', -1) AS a, left('', 3) AS b, chr(65) AS c;
--| a | b | c
--| --+---+--
--|   |   | A
SELECT 'abc' ~ '(';
--| ERROR 2201B: invalid regular expression (pattern: (reason: Unclosed group)
SELECT 'abc' LIKE 'a\';
--| ERROR 22025: a LIKE pattern must not end with its escape
