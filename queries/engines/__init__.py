"""The same scores beyond the database: Parquet in, Parquet out, on one big machine or on many."""
