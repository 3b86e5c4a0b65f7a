-- And what December looks like after it.
SELECT carrier, count(*) AS flights FROM flights WHERE month = 12 GROUP BY carrier ORDER BY flights DESC, carrier;
