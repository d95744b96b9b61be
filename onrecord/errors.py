"""The tree of what can go wrong: each error says what, to which input, and what to do."""


class OnrecordError(Exception):
    """The root of every error that `onrecord` raises on purpose.

    `str(error)` is one line fit to show a user: what happened, to what, and what to do.
    """


class InputError(OnrecordError):
    """An input that cannot be read: a missing path, a broken archive, a binary file."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what}" + (f" ({remedy})" if remedy else ""))


class EvidenceError(OnrecordError):
    """A value whose quotation is not what its text says at that place."""


class LexiconError(OnrecordError):
    """A word list that does not have the form it must have."""


class TimeError(OnrecordError):
    """A date that is not in the EDTF profile that the register keeps."""


class RegisterError(OnrecordError):
    """A register that cannot be opened, read or written."""


class NotFoundError(OnrecordError):
    """An id that the register does not hold."""


class WithdrawnError(NotFoundError):
    """An id that the register has given, of something that nothing tells any more; it says why."""
