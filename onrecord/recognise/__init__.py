"""Readings in, facts out: events, acts and commitments by rules over the parse."""
