"""Of what an audience is made, and what may be wrong with it."""
