-- The tables that nycflights13 fills.

-- flights has no key: the same flight number leaves the same airport more than once a day. It is partitioned by the aeroplane, because tailnum
-- has 4,043 values of which none has more than 1 in 500 of the rows (a carrier has 1 in 6, a destination 1 in 20: some partitions would get twice
-- the work of others), and because what belongs to one aeroplane is then answered by one partition. Null is a value like others here.
CREATE TABLE flights (
  year integer NOT NULL,
  month integer NOT NULL,
  day integer NOT NULL,
  dep_time integer,
  sched_dep_time integer NOT NULL,
  dep_delay integer,
  arr_time integer,
  sched_arr_time integer NOT NULL,
  arr_delay integer,
  carrier varchar(2) NOT NULL,
  flight integer NOT NULL,
  tailnum varchar(6),
  origin varchar(3) NOT NULL,
  dest varchar(3) NOT NULL,
  air_time integer,
  distance integer NOT NULL,
  hour integer NOT NULL,
  minute integer NOT NULL,
  time_hour timestamptz NOT NULL
) PARTITION BY HASH (tailnum);

-- The small ones are replicated: every partition joins with its own copy.
CREATE TABLE airlines (
  carrier varchar(2) PRIMARY KEY,
  name text NOT NULL
);

CREATE TABLE airports (
  faa varchar(3) PRIMARY KEY,
  name text NOT NULL,
  lat double precision NOT NULL,
  lon double precision NOT NULL,
  alt integer NOT NULL,
  tz integer NOT NULL,
  dst char(1) NOT NULL,
  tzone text
);

CREATE TABLE planes (
  tailnum varchar(6) PRIMARY KEY,
  year integer,
  type text NOT NULL,
  manufacturer text NOT NULL,
  model text NOT NULL,
  engines integer NOT NULL,
  seats integer NOT NULL,
  speed integer,
  engine text NOT NULL
);

CREATE TABLE weather (
  origin varchar(3) NOT NULL,
  year integer NOT NULL,
  month integer NOT NULL,
  day integer NOT NULL,
  hour integer NOT NULL,
  temp double precision,
  dewp double precision,
  humid double precision,
  wind_dir integer,
  wind_speed double precision,
  wind_gust double precision,
  precip double precision NOT NULL,
  pressure double precision,
  visib double precision NOT NULL,
  time_hour timestamptz NOT NULL,
  PRIMARY KEY (origin, time_hour)
);
