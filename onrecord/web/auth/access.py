"""How a site is reached: by whom, under which names, through which proxy."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass


def is_loopback(host: str) -> bool:
    """Whether a host's name or address can mean this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Access:
    """How a site is reached.

    `names` are the hosts it answers to beside loopback; `exposed` says that others than the
    person at this machine can reach it, so that nobody writes without signing in, even where
    there is no user; with `public_reading` anybody reads. `proxy` is the address whose
    `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    """

    names: tuple[str, ...] = ()
    exposed: bool = False
    public_reading: bool = False
    proxy: str | None = None

    def knows(self, host: str) -> bool:
        """Whether a request for this host, given without its port, is answered."""
        return is_loopback(host) or host.casefold() in self.names
