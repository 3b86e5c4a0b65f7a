-- A correction: the single-engined two-seaters get a third seat. Answers with the rows it changed.
UPDATE planes SET seats = seats + 1 WHERE seats = 2 AND engines = 1 RETURNING tailnum, seats;
