"""Answers made by hand, and a site that gives them without a network."""

from __future__ import annotations

from onrecord.acquire.answers import Answer, FetchError, Seen

BASE = "https://harbours.example"
DAY = "2024-05-03T10:00:00+00:00"


def make_answer(
    body: bytes | str,
    address: str = f"{BASE}/news",
    media: str = "text/html",
    charset: str | None = None,
    status: int = 200,
) -> Answer:
    """An answer with this body."""
    data = body.encode() if isinstance(body, str) else body
    return Answer(address, address, status, (), data, media, charset, DAY)


class HeldSite:
    """Gives what it holds by path; `asked` are the addresses in order."""

    def __init__(self, held: dict[str, bytes | str | int]) -> None:
        self.held = held
        self.asked: list[str] = []

    def fetch(self, address: str, seen: Seen | None = None) -> Answer:  # noqa: ARG002
        """The held answer; a number is a status."""
        self.asked.append(address)
        held = self.held.get(address.removeprefix(BASE), 404)
        if isinstance(held, int) and held not in (304, 404, 410):
            raise FetchError(address, f"the site answers {held}", passing=True)
        if isinstance(held, int):
            return make_answer("", address, status=held)
        return make_answer(held, address)
