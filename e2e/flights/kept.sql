-- How late is each airline? A materialized view: every change of a flight changes it in the same transaction.
CREATE MATERIALIZED VIEW lateness AS
  SELECT a.name AS airline, count(*) AS flights, count(*) FILTER (WHERE f.dep_delay > 30) AS late, round(avg(f.dep_delay), 3) AS average, max(f.dep_delay) AS worst
  FROM flights f JOIN airlines a ON a.carrier = f.carrier
  GROUP BY a.name;
SELECT * FROM lateness ORDER BY average DESC LIMIT 3;

-- An aeroplane leaves three hours late, and its next flights of the day with it: a Java procedure in the partition of the aeroplane.
CREATE INDEX flights_of_a_day ON flights (tailnum, month, day);
CREATE OR REPLACE PROCEDURE knock_on(plane varchar, on_month integer, on_day integer, minutes integer)
  RETURNS TABLE (flight integer, dest varchar, late integer)
  PARTITION BY (plane) LANGUAGE JAVA AS 'dev.coulomb.example.flights.KnockOn' USING JAR flights;
SELECT airline, flights, late, average FROM lateness WHERE airline = 'Envoy Air';
CALL knock_on('N502MQ', 10, 21, 180);
SELECT airline, flights, late, average FROM lateness WHERE airline = 'Envoy Air';

-- Which ends with nothing done when there is nothing to do.
CALL knock_on('N00000', 10, 21, 180);
