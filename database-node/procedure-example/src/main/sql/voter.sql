CREATE TABLE contestants (number integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE area_codes (code integer PRIMARY KEY, state text NOT NULL);
CREATE TABLE votes (phone bigint, n bigint, state text NOT NULL, contestant integer NOT NULL, moment timestamptz NOT NULL, PRIMARY KEY (phone, n))
  PARTITION BY HASH (phone);

INSERT INTO contestants VALUES (1, 'Edwina Burnam'), (2, 'Tabatha Gehling'), (3, 'Kelly Clauss');
INSERT INTO area_codes VALUES (212, 'NY'), (415, 'CA'), (617, 'MA');

CREATE PROCEDURE vote(phone bigint, contestant integer, most integer) RETURNS integer
  PARTITION BY (phone) LANGUAGE JAVA AS 'dev.coulomb.example.voter.Vote' USING JAR voter;
CREATE PROCEDURE standings() RETURNS TABLE (place integer, name text, share double precision)
  LANGUAGE JAVA AS 'dev.coulomb.example.voter.Standings' USING JAR voter;
