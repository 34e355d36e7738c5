"""Backups of the managed database, what restores them, and what rids its files of the erased.

    backup    stop ─► the server's own dump ─► FILE ─► start
    restore   FILE ─► a store beside ─► who opted out goes ─► swapped in ─► start
    purge     all that is in the graph ─► files ─► importer ─► a store beside ─► swapped in

What is made beside is private until it is whole; until then the old store is what there is.
"""
