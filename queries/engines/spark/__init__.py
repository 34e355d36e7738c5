"""The scores on a cluster, with plain DataFrames of Spark: the only home of `pyspark`.

Nothing in Python runs on the executors; they need Spark alone.
"""
