"""One module for each kind of page: its context, how it is filled, and its addresses."""
