-- For psql, in the directory that `prepare` prints.
\copy airlines from 'airlines.csv' csv header
\copy airports from 'airports.csv' csv header
\copy planes from 'planes.csv' csv header
\copy weather from 'weather.csv' csv header
\copy flights from 'flights.csv' csv header
