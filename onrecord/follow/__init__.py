"""What became of promises and announced events, computed for a date."""
