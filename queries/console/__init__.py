"""The Cypher bench: what anybody writes, run so that nothing changes and nothing is harmed.

In this order, and each step refuses with a reason:

    words.py      the text as words, so that comments, strings and escapes hide nothing
    shape.py      limits on it before anybody parses it: length, depth, runs, statements
    growth.py     what grows without end inside one expression, where no time limit reaches
    hidden.py     a pattern of any node is narrowed to those that are no internal ones
    plans.py      what the database says it would do (`EXPLAIN`): only what is known to read
    child.py      the run itself: a process of its own, with limits on memory, time and rows
    copied.py     where it runs: on the graph, or where others reach the site on a copy of it
    bench.py      who waits for that process, and ends it; how many run at once
"""
