"""The storage: claims with evidence and two time axes, entries, search."""
