-- SET, SHOW and what the session alone carries out.

SHOW TimeZone;
--| TimeZone
--| --------
--| UTC
SET TimeZone TO 'Europe/Berlin';
--| SET
SHOW timezone;
--| TimeZone
--| -------------
--| Europe/Berlin
SET TIME ZONE 'UTC';
--| SET
SHOW TIME ZONE;
--| TimeZone
--| --------
--| UTC
SET TimeZone = 'Nowhere/Else';
--| ERROR 22023: invalid value for parameter (parameter: TimeZone, value: Nowhere/Else)
SHOW server_version;
--| server_version
--| --------------
--| 15.0
SHOW server_encoding;
--| server_encoding
--| ---------------
--| UTF8
SHOW transaction_isolation;
--| transaction_isolation
--| ---------------------
--| serializable
SHOW search_path;
--| search_path
--| ---------------
--| "$user", public
SET application_name = 'script';
--| SET
SET statement_timeout = '10s';
--| SET
SHOW statement_timeout;
--| statement_timeout
--| -----------------
--| 10s
SET statement_timeout = 'soon';
--| ERROR 22023: invalid value for parameter (parameter: statement_timeout, value: soon)
SET statement_timeout TO DEFAULT;
--| SET
SHOW statement_timeout;
--| statement_timeout
--| -----------------
--| 0
SET DateStyle = 'ISO, MDY';
--| SET
SET DateStyle = 'German';
--| ERROR 22023: invalid value for parameter (parameter: DateStyle, value: German)
SET client_encoding = 'UTF8';
--| SET
SET client_encoding = 'LATIN1';
--| ERROR 22023: invalid value for parameter (parameter: client_encoding, value: LATIN1)
SET server_version = '16';
--| ERROR 55P02: the parameter cannot be changed (parameter: server_version)
SET nothing = 1;
--| ERROR 42704: unrecognized configuration parameter (parameter: nothing)
SHOW nothing;
--| ERROR 42704: unrecognized configuration parameter (parameter: nothing)
RESET ALL;
--| RESET
DISCARD ALL;
--| DISCARD ALL
DEALLOCATE nothing;
--| ERROR 26000: the prepared statement does not exist (statement: nothing)
SELECT current_user, current_schema, current_database();
--| current_user | current_schema | current_database
--| -------------+----------------+-----------------
--| coulomb      | public         | coulomb

-- Texts that are no statements.

SELEC 1;
--| ERROR 42601 at 1: syntax error at or near (near: SELEC)
SELECT 1 +;
--| ERROR 42601 at 10: syntax error at or near (near: +)
GRANT ALL ON t TO x;
--| ERROR 0A000: this statement is not supported (statement: GRANT ALL)
VACUUM;
--| ERROR 0A000: this statement is not supported (statement: VACUUM)
CREATE FUNCTION f() RETURNS integer AS 'x';
--| ERROR 0A000: this statement is not supported (statement: CREATE FUNCTION)
SELECT 1; SELECT 2;
--| ?column?
--| --------
--|        1
--| ?column?
--| --------
--|        2
SELECT (1;
--| ERROR 42601 at 9: syntax error at or near (near: 1)
