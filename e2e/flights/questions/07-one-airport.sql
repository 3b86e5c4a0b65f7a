-- Where is Honolulu? (A look-up by primary key.)
SELECT faa, name, lat, lon, alt, tzone FROM airports WHERE faa = 'HNL';
