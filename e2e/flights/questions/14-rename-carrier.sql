-- A change in every partition: the flights of ExpressJet now belong to United. Says how many.
UPDATE flights SET carrier = 'UA' WHERE carrier = 'EV' AND month = 12;
