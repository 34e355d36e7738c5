"""Project, compute, write back, note the run: the only home of `graphdatascience`."""
