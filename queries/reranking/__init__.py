"""What a recipe that nobody has scored with would do to the ranks: worked out, never written.

`rerank` compares, `child` is the process in which that happens, `ranker` waits for it.
"""
