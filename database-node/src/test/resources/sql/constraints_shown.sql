-- Keys and foreign keys in information_schema, where tools look for them.

CREATE TABLE p (id int PRIMARY KEY, u int UNIQUE, v int, w int, UNIQUE (v, w));
--| CREATE TABLE
CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE, q int CONSTRAINT named REFERENCES p (u) ON DELETE SET NULL ON UPDATE RESTRICT, r int, s int, FOREIGN KEY (s, r) REFERENCES p (w, v));
--| CREATE TABLE
SELECT constraint_name, table_name, constraint_type, is_deferrable, initially_deferred FROM information_schema.table_constraints WHERE table_name IN ('p', 'c') AND constraint_type <> 'CHECK' ORDER BY 1;
--| constraint_name | table_name | constraint_type | is_deferrable | initially_deferred
--| ----------------+------------+-----------------+---------------+-------------------
--| c_p_fkey        | c          | FOREIGN KEY     | NO            | NO
--| c_pkey          | c          | PRIMARY KEY     | NO            | NO
--| c_s_r_fkey      | c          | FOREIGN KEY     | NO            | NO
--| named           | c          | FOREIGN KEY     | NO            | NO
--| p_pkey          | p          | PRIMARY KEY     | NO            | NO
--| p_u_key         | p          | UNIQUE          | NO            | NO
--| p_v_w_key       | p          | UNIQUE          | NO            | NO
SELECT constraint_name, table_name, column_name, ordinal_position, position_in_unique_constraint FROM information_schema.key_column_usage WHERE constraint_name NOT LIKE 'pg%' ORDER BY 1, 2, 3;
--| constraint_name | table_name | column_name | ordinal_position | position_in_unique_constraint
--| ----------------+------------+-------------+------------------+------------------------------
--| c_p_fkey        | c          | p           |                1 |                             1
--| c_pkey          | c          | id          |                1 |                             ∅
--| c_s_r_fkey      | c          | r           |                2 |                             1
--| c_s_r_fkey      | c          | s           |                1 |                             2
--| named           | c          | q           |                1 |                             1
--| p_pkey          | p          | id          |                1 |                             ∅
--| p_u_key         | p          | u           |                1 |                             ∅
--| p_v_w_key       | p          | v           |                1 |                             ∅
--| p_v_w_key       | p          | w           |                2 |                             ∅
SELECT constraint_name, unique_constraint_name, match_option, update_rule, delete_rule FROM information_schema.referential_constraints ORDER BY 1;
--| constraint_name | unique_constraint_name | match_option | update_rule | delete_rule
--| ----------------+------------------------+--------------+-------------+------------
--| c_p_fkey        | p_pkey                 | NONE         | NO ACTION   | CASCADE
--| c_s_r_fkey      | p_v_w_key              | NONE         | NO ACTION   | NO ACTION
--| named           | p_u_key                | NONE         | RESTRICT    | SET NULL
SELECT constraint_name, table_name, column_name FROM information_schema.constraint_column_usage WHERE constraint_name NOT LIKE 'pg%' ORDER BY 1, 3;
--| constraint_name | table_name | column_name
--| ----------------+------------+------------
--| c_p_fkey        | p          | id
--| c_pkey          | c          | id
--| c_s_r_fkey      | p          | v
--| c_s_r_fkey      | p          | w
--| named           | p          | u
--| p_pkey          | p          | id
--| p_u_key         | p          | u
--| p_v_w_key       | p          | v
--| p_v_w_key       | p          | w
SELECT tc.table_name, kcu.column_name, ccu.table_name AS foreign_table_name, ccu.column_name AS foreign_column_name FROM information_schema.table_constraints AS tc JOIN information_schema.key_column_usage AS kcu ON tc.constraint_name = kcu.constraint_name AND tc.table_schema = kcu.table_schema JOIN information_schema.constraint_column_usage AS ccu ON ccu.constraint_name = tc.constraint_name WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_name = 'c' AND tc.constraint_name = 'named';
--| table_name | column_name | foreign_table_name | foreign_column_name
--| -----------+-------------+--------------------+--------------------
--| c          | q           | p                  | u
