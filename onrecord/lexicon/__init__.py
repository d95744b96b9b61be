"""Words as data, and the loader that checks them."""

from onrecord.lexicon.loader import load_table, load_words

__all__ = ["load_table", "load_words"]
