"""Pages in, readings out: parse, names, offices, times and quotations."""
