"""Turn what institutions publish into a register of what they did, decided and promised."""

__version__ = "0.1.0"
