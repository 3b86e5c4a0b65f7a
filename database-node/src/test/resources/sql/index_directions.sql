-- An index is read both ways: the directions of its columns are accepted.

CREATE TABLE readings (sensor integer, taken integer, value integer, PRIMARY KEY (sensor, taken)) PARTITION BY HASH (sensor);
--| CREATE TABLE

CREATE INDEX readings_value ON readings (value DESC);
--| CREATE INDEX

CREATE INDEX readings_taken ON readings (taken DESC NULLS LAST, value ASC NULLS FIRST);
--| CREATE INDEX

INSERT INTO readings VALUES (1, 10, 5), (1, 11, NULL), (2, 10, 7), (2, 12, 3);
--| INSERT 0 4

SELECT taken, value FROM readings WHERE taken >= 10 ORDER BY taken DESC, value;
--| taken | value
--| ------+------
--|    12 |     3
--|    11 |     ∅
--|    10 |     5
--|    10 |     7

SELECT value FROM readings ORDER BY value DESC;
--| value
--| -----
--|     ∅
--|     7
--|     5
--|     3

SELECT value FROM readings ORDER BY value DESC NULLS LAST LIMIT 2;
--| value
--| -----
--|     7
--|     5

DROP TABLE readings;
--| DROP TABLE
