"""Captures in, pages out: the dated, headed texts and the boilerplate, by name."""
