"""One module for each page: what it asks, and what it tells around the answer."""
