-- Tables are joined in an order in which each meets one that is already there, whatever order they are written in.

CREATE TABLE planets (id integer PRIMARY KEY, name text);
--| CREATE TABLE

CREATE TABLE moons (id integer PRIMARY KEY, planet integer, name text);
--| CREATE TABLE

CREATE TABLE craters (id integer PRIMARY KEY, moon integer, name text);
--| CREATE TABLE

INSERT INTO planets VALUES (1, 'Mars'), (2, 'Saturn');
--| INSERT 0 2

INSERT INTO moons VALUES (1, 1, 'Phobos'), (2, 2, 'Titan'), (3, 2, 'Mimas');
--| INSERT 0 3

INSERT INTO craters VALUES (1, 1, 'Stickney'), (2, 3, 'Herschel'), (3, 2, 'Sinlap');
--| INSERT 0 3

EXPLAIN SELECT * FROM planets p, craters c, moons m WHERE c.moon = m.id AND m.planet = p.id;
--| QUERY PLAN
--| -----------------------------------------
--| Replicated
--|   Project[#0, #1, #5, #6, #7, #2, #3, #4]
--|     HashJoin[INNER, #2 = #1]
--|       HashJoin[INNER, #0 = #1]
--|         Scan[planets]
--|         Scan[moons]
--|       Scan[craters]

SELECT * FROM planets p, craters c, moons m WHERE c.moon = m.id AND m.planet = p.id ORDER BY c.id;
--| id | name   | id | moon | name     | id | planet | name
--| ---+--------+----+------+----------+----+--------+-------
--|  1 | Mars   |  1 |    1 | Stickney |  1 |      1 | Phobos
--|  2 | Saturn |  2 |    3 | Herschel |  3 |      2 | Mimas
--|  2 | Saturn |  3 |    2 | Sinlap   |  2 |      2 | Titan

SELECT p.name, count(*) FROM craters c CROSS JOIN planets p JOIN moons m ON m.id = c.moon AND m.planet = p.id GROUP BY p.name ORDER BY 1;
--| name   | count
--| -------+------
--| Mars   |     1
--| Saturn |     2

SELECT c.name, m.name FROM planets p, craters c, moons m WHERE c.moon = m.id AND m.planet = p.id AND p.name = 'Saturn' ORDER BY 1;
--| name     | name
--| ---------+------
--| Herschel | Mimas
--| Sinlap   | Titan

SELECT count(*) FROM planets p, craters c, moons m;
--| count
--| -----
--|    18

DROP TABLE planets;
--| DROP TABLE

DROP TABLE moons;
--| DROP TABLE

DROP TABLE craters;
--| DROP TABLE
