"""Which hosts may be asked: only public addresses, checked where the connection is made.

A host is resolved once for each connection. All its addresses are checked and one of those is
connected to, so that a name cannot resolve to another address after it was checked. The host
stays the name in `Host` and in TLS.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore

from onrecord.acquire.answers import FetchError

SCHEMES = ("http", "https")
LONGEST_ADDRESS = 4096

Resolve = Callable[[str, int], Sequence[str]]

_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 behind a translator, RFC 6052
_COMPATIBLE = IPv6Network("::/96")  # IPv4 in the oldest form, RFC 4291


def check_address(address: str) -> None:
    """Raise `FetchError` for what is no http or https address of a host."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(address, "it is no address", "correct it") from error
    if parts.scheme.lower() not in SCHEMES:
        what = f"{parts.scheme or 'no scheme'}: only http and https are fetched"
        raise FetchError(address, what, "leave it out")
    if not host or len(address) > LONGEST_ADDRESS:
        raise FetchError(address[:LONGEST_ADDRESS], "it is no address", "correct it")
    if parts.username is not None:
        raise FetchError(address, "it has a user in it", "leave it out: sources are public")


def is_public(number: str) -> bool:
    """Whether a numeric address is one of the public internet, also where it holds another."""
    try:
        ip = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    inner = _inner_address(ip) if isinstance(ip, IPv6Address) else None
    own = ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified
    if inner is None:
        return own and not (isinstance(ip, IPv6Address) and ip.is_site_local)
    mapped = isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None
    return (own or mapped or ip in _TRANSLATED) and is_public(str(inner))


def _inner_address(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if ip in _TRANSLATED or ip in _COMPATIBLE:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def resolve_host(host: str, port: int) -> Sequence[str]:
    """All numeric addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.NetworkBackend):
    """Connections to checked addresses only, each request with a last moment.

    `allowed` are the hosts that may be private, by name.
    """

    def __init__(self, allowed: Collection[str] = (), resolve: Resolve = resolve_host) -> None:
        self._allowed = frozenset(name.lower().rstrip(".") for name in allowed)
        self._resolve = resolve
        self._network = httpcore.SyncBackend()
        self._ends = float("inf")

    def begin(self, seconds: float) -> None:
        """Let everything that is read from now on end in so many seconds."""
        self._ends = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may take. Raises `httpcore.ReadTimeout` where none are left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it takes too long altogether")
        return left if timeout is None else min(left, timeout)

    def find_addresses(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host. Raises `FetchError` where one of them is not public."""
        name = host.lower().rstrip(".")
        try:
            found = self._resolve(name, port)
        except (OSError, UnicodeError) as error:
            remedy = "check the name and the connection"
            raise FetchError(host, "the host cannot be found", remedy, passing=True) from error
        refused = [number for number in found if not is_public(number)]
        if refused and name not in self._allowed:
            what = f"it leads to {refused[0]}, which is no public address"
            raise FetchError(host, what, f"add '{host}' to 'allow' if it is meant")
        return found

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that takes one."""
        failed: Exception = httpcore.ConnectError("the host has no address")
        for number in self.find_addresses(host, port):
            try:
                stream = self._network.connect_tcp(
                    number, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self)
        raise failed


class _Stream(httpcore.NetworkStream):
    """A stream whose steps all end by the guard's last moment."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._guard.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
