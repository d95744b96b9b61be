"""The tree of what can go wrong: each error says what, to which input, and what to do."""

from collections.abc import Sequence


class OnrecordError(Exception):
    """The root of every error that `onrecord` raises on purpose.

    `str(error)` is fit to show a user, in one line (a `ConfigError` has one for each thing that
    is wrong): what happened, to what, and what to do.
    """


class InputError(OnrecordError):
    """An input that cannot be read: a missing path, a broken archive, a binary file."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what}" + (f" ({remedy})" if remedy else ""))


class ConfigError(OnrecordError):
    """A configuration that cannot be used: everything that is wrong with it, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


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
