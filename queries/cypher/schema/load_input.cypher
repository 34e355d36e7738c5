// Loads by what they read, to go on with one that was cut off.
CREATE INDEX load_input IF NOT EXISTS FOR (load:Load) ON (load.input);
