"""The types that one stage hands to the next; all frozen, none with behaviour of its own."""
