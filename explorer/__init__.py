"""The right wing: shows who influences whom."""
