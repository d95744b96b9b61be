"""Finding documents and fetching them: addresses in, captures out."""
