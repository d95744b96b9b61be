"""Facts in, entries out: the same person, body, place and event across documents."""
