"""Checks that take longer than tests: `python -m trust` prints what held and what did not."""
