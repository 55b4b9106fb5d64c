"""Pages from the web: from public addresses alone, in bounded time and size."""

from __future__ import annotations

import socket
import zlib
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import httpcore

from toolkit import __version__
from toolkit.base import ReadError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

SCHEMES = {"http": 80, "https": 443}
MAX_REDIRECTS = 5
MAX_BYTES = 5_000_000  # after decompression
MAX_URL = 4_000  # characters
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
INSTEAD = "Or save it in a browser, and type read_article('page.html')"
KINDS = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "")
PATH_SIGNS = "/%:@!$&'()*+,;=~-._?"
HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": f"narrative-toolkit/{__version__}",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
# What sending, receiving and unpacking raise.
FAILURES = (
    OSError, ValueError, zlib.error,
    httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException,
)  # fmt: skip
# IPv6 addresses whose last 32 bits are one of IPv4: RFC 6052, RFC 8215, and RFC 4291's oldest.
TRANSLATED = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("::/96"),
)
# Where cloud machines ask for their keys, beside the link-local 169.254.169.254 of most.
KEEPERS = frozenset(
    map(
        ip_address,
        (
            "100.100.100.200",  # Alibaba
            "168.63.129.16",  # Azure, and counted as an address of the public internet
            "192.0.0.192",  # Oracle
            "fd00:42::42",  # Scaleway
            "fd00:ec2::254",  # Amazon
            "fd20:ce::254",  # Google
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered.

    Parameters
    ----------
    content : bytes
    kind : str
        The media type that the server states, such as ``text/html``; empty if none.
    charset : str
        The charset that the server states; empty if none.
    url : str
        The address that answered, after redirects.
    """

    content: bytes
    kind: str
    charset: str
    url: str


def fetch(url: str, *, allow_private: bool, seconds: float) -> Response:
    """Fetch a page.

    Parameters
    ----------
    url : str
        Of http or https.
    allow_private : bool
        Also reach addresses of this machine and its network, but for those where a
        cloud machine's keys are handed out. For tests and a newsroom's own archive;
        never for an address that somebody else wrote.
    seconds : float
        The most that all may take, but for the look-up of the name.

    Returns
    -------
    Response

    Raises
    ------
    ReadError
        If the address is not of http or https or is not public, if the server cannot be
        reached or proves not to be the one named, answers with an error, something else
        than text, too much, too slowly, or with too many redirects.

    Notes
    -----
    A name is looked up once, each address that it has is checked, and the connection is
    made to the checked address, so that a second look-up cannot lead elsewhere. After a
    redirect all of it is done again. Proxies that the environment names are not used.
    """
    deadline = monotonic() + seconds
    address = url
    for _ in range(MAX_REDIRECTS + 1):
        target = _check_url(address)
        try:
            found = _ask(target, _Gate(target.geturl(), allow_private, deadline))
        except FAILURES as error:
            is_late = isinstance(error, (TimeoutError, httpcore.TimeoutException))
            if is_late or monotonic() >= deadline:
                raise ReadError(
                    address, f"must answer in {seconds:g} seconds; found that it takes longer"
                ) from error
            if isinstance(error, ReadError):
                raise
            reason = str(error).rstrip(".") or type(error).__name__
            if isinstance(error, socket.gaierror):
                reason = f"no network, or no address for {target.hostname}"
            raise ReadError(
                address, f"must be a page that can be fetched; found: {reason}. {INSTEAD}"
            ) from error
        if isinstance(found, Response):
            return found
        address = urljoin(address, found)
    raise ReadError(url, f"must answer after at most {MAX_REDIRECTS} redirects; found more")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Examples
    --------
    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:10.0.0.1", "fe80::1")]
    [True, False, False, False]
    """
    return is_allowed(address) and all(
        each.is_global and not each.is_multicast and not each.is_reserved and not each.is_private
        for each in _list_meant(address)
    )


def is_allowed(address: str) -> bool:
    """Tell whether an IP address may be reached where private ones may: no keeper of keys is.

    Link-local addresses, and a few more, are where the services of a cloud machine answer
    that hand out its keys; nobody has articles there.

    Examples
    --------
    >>> [is_allowed(a) for a in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254")]
    [True, True, False, False]
    """
    return not any(each.is_link_local or each in KEEPERS for each in _list_meant(address))


def _list_meant(address: str) -> list[IPv4Address | IPv6Address]:
    """Give an address, and those of IPv4 that it carries and leads to."""
    found = ip_address(address.split("%")[0])
    if isinstance(found, IPv4Address):
        return [found]
    carried = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if any(found in network for network in TRANSLATED):
        carried.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return [found, *(each for each in carried if each is not None)]


def _check_url(url: str) -> SplitResult:
    problem = f"must be an address of http or https; found {url[:80]!r}"
    if len(url) > MAX_URL or not url.isprintable() or " " in url.strip():
        raise ReadError(url[:80], problem)
    try:
        target = urlsplit(url.strip())
        has_host = bool(target.hostname) and target.port != 0
    except ValueError as error:
        raise ReadError(url, problem) from error
    if target.scheme not in SCHEMES or not has_host:
        raise ReadError(url, problem)
    if target.username is not None or target.password is not None:
        raise ReadError(target.hostname or "", "must be an address without a user's name in it")
    return target


@dataclass(frozen=True)
class _Gate(httpcore.SyncBackend):
    """What makes the connections: to an address that was checked, and in the time that is left."""

    url: str
    allow_private: bool
    deadline: float

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; each but the last gets half of the time."""
        *others, last = self._look_up(host, port)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                timeout = _left(self.deadline) / 2
                return _Timed(super().connect_tcp(address, port, timeout), self.deadline)
        timeout = _left(self.deadline)
        return _Timed(super().connect_tcp(last, port, timeout), self.deadline)

    def _look_up(self, host: str, port: int) -> list[str]:
        """Give the addresses of a name, all of them checked."""
        is_open, wanted = is_public, "a public address"
        if self.allow_private:
            is_open, wanted = is_allowed, "an address that hands out no keys"
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [*dict.fromkeys(str(entry[4][0]) for entry in entries)]
        for address in addresses:
            if not is_open(address):
                raise ReadError(self.url, f"must be at {wanted}; found {address} for {host}")
        return addresses


@dataclass(frozen=True)
class _Timed(httpcore.NetworkStream):
    """A connection each step of which has the time that is left, so that none may drip."""

    stream: httpcore.NetworkStream
    deadline: float

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        timeout = _left(self.deadline)
        return self.stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        timeout = _left(self.deadline)
        self.stream.write(buffer, timeout)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = _left(self.deadline)
        tls = self.stream.start_tls(ssl_context, server_hostname, timeout)
        return _Timed(tls, self.deadline)


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("no time left")
    return left


@cache
def _make_context() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


def _ask(target: SplitResult, gate: _Gate) -> Response | str:
    """Give what the server answered, or where it redirects to."""
    url = target._replace(fragment="").geturl()
    host, name = target.hostname or "", target.netloc.encode("idna")
    path, query = (quote(part, safe=PATH_SIGNS) for part in (target.path or "/", target.query))
    asked = httpcore.URL(
        scheme=target.scheme,
        host=host if ":" in host else host.encode("idna"),
        port=target.port,
        target=f"{path}?{query}" if query else path,
    )
    with (
        httpcore.ConnectionPool(_make_context(), network_backend=gate) as pool,
        pool.stream("GET", asked, headers={"Host": name, **HEADERS}) as answer,
    ):
        head = Message()
        for key, value in answer.headers:
            head[key.decode("latin-1")] = value.decode("latin-1")
        if answer.status in REDIRECTS and (location := head["Location"]):
            return str(location)
        if answer.status != OK:
            reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")[:40]
            raise ReadError(
                url, f"must answer with a page; found {answer.status} {reason}. {INSTEAD}"
            )
        kind = head.get_content_type() if head["Content-Type"] else ""
        if kind not in KINDS:
            raise ReadError(url, f"must be a page of HTML or text; found {kind[:60]}")
        packing = str(head["Content-Encoding"] or "identity").strip().lower()
        content = _read(answer.iter_stream(), packing, url)
        return Response(content, kind, str(head.get_content_charset("")), url)


def _read(pieces: Iterable[bytes], packing: str, url: str) -> bytes:
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise ReadError(url, f"must be sent plain or by gzip; found {packing[:40]}")
    unpack = None if packing == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    content = bytearray()
    is_whole = True
    try:
        for piece in pieces:
            content += piece if unpack is None else unpack.decompress(piece, MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise ReadError(url, f"must have at most {MAX_BYTES:,} bytes; found more")
    except httpcore.RemoteProtocolError:  # it hung up
        is_whole = False
    if not is_whole or (unpack is not None and not unpack.eof):
        raise ReadError(url, f"must be whole; found that it ends after {len(content):,} bytes")
    return bytes(content)
