"""Scores and arrows as files for other programs."""
