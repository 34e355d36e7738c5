"""Whom to ask first: seeds whose reach overlaps least."""
