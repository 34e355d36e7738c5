"""A first load of millions: through Neo4j's offline importer, into an empty managed database.

    records ─► stage ─► files ─► importer ─► a store beside ─► swapped in ─► schema
                └─► spool (what may be there twice, what is taken back) ─► the online path

What is surely new is staged; what may have been met before, by a hash of its id, waits in a
spool and is written online afterwards, where each id is looked up. So the graph is that of an
online load, and no hash that two ids share loses a record.
"""
