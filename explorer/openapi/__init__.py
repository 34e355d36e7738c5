"""The description of all that a program can ask of the site, as OpenAPI 3.1.

It is made from the tables: the rows of `PAGES` with their arguments, the questions of the library
with their parameters and columns, the rows of FAILURES, and `others.py` for the few routes that are
no pages. `answers.py` tells what a page's JSON holds where that is not the rows of its query alone.
A test compares it with the routes that there are, and what the site answers with what it says.
"""
