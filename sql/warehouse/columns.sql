-- The columns of the loader's tables.
SELECT table_name, column_name FROM svv_columns WHERE table_schema = 'mirror';
