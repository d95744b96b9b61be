"""Pictures drawn on the server: their geometry, as templates print it."""
