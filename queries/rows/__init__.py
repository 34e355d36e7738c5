"""Rows of SCORES after the ancestors and from papers, each file with the numbers it is made of."""
