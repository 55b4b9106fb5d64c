"""Pages from the web: from public addresses alone, in bounded time and size."""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from toolkit import __version__
from toolkit.base import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMES = {"http": 80, "https": 443}
MAX_REDIRECTS = 5
MAX_BYTES = 5_000_000  # after decompression
FETCH_SECONDS = 30.0  # for all together: redirects, connecting, the last byte
PIECE = 65_536
MAX_URL = 4_000  # characters
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
INSTEAD = "Or save it in a browser, and type read_article('page.html')"
KINDS = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "")
PATH_SIGNS = "/%:@!$&'()*+,;=~-._?"
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


def fetch(url: str, *, allow_private: bool = False, seconds: float = FETCH_SECONDS) -> Response:
    """Fetch a page.

    Parameters
    ----------
    url : str
        Of http or https.
    allow_private : bool, optional
        Also reach addresses of this machine and its network, but for those where a
        cloud machine's keys are handed out. For tests and a newsroom's own archive;
        never for an address that somebody else wrote.
    seconds : float, optional
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
            with _connect(target, allow_private=allow_private, deadline=deadline) as connection:
                found = _ask(connection, target)
            _left(deadline)  # what a socket gave that was shut is not whole
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            if monotonic() >= deadline:
                raise ReadError(
                    address, f"must answer in {seconds:g} seconds; found that it takes longer"
                ) from error
            if isinstance(error, ReadError):
                raise
            reason = str(error) or type(error).__name__
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


def _resolve(target: SplitResult, *, allow_private: bool) -> tuple[str, int, list[str]]:
    """Give the host as it is written on the wire, its port, and its checked addresses."""
    given = target.hostname or ""
    host = given if ":" in given else given.encode("idna").decode("ascii")
    port = target.port or SCHEMES[target.scheme]
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [*dict.fromkeys(str(entry[4][0]) for entry in entries)]
    for address in addresses:
        if not (is_allowed(address) if allow_private else is_public(address)):
            wanted = "an address that hands out no keys" if allow_private else "a public address"
            raise ReadError(target.geturl(), f"must be at {wanted}; found {address} for {host}")
    return host, port, addresses


@contextmanager
def _connect(
    target: SplitResult, *, allow_private: bool, deadline: float
) -> Iterator[http.client.HTTPConnection]:
    """Connect to the address that was checked; the socket is shut when time is over."""
    host, port, addresses = _resolve(target, allow_private=allow_private)
    raw = _open_socket(addresses, port, deadline)
    raw.settimeout(_left(deadline))
    connection: http.client.HTTPConnection
    if target.scheme == "https":
        sock: socket.socket = _make_context().wrap_socket(
            raw, server_hostname=host, do_handshake_on_connect=False
        )
        connection = http.client.HTTPSConnection(host, port)
    else:
        sock = raw
        connection = http.client.HTTPConnection(host, port)
    connection.sock = sock
    # A timeout of the socket counts from each byte; only this ends a server that drips.
    timer = Timer(max(0.0, deadline - monotonic()), _shut, [sock])
    timer.daemon = True
    timer.start()
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        yield connection
    finally:
        timer.cancel()
        connection.close()
        sock.close()


def _open_socket(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """Connect to the first address that answers; each but the last gets half of what is left."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), _left(deadline) / 2)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), _left(deadline))


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("no time left")
    return left


def _shut(sock: socket.socket) -> None:
    try:
        # Not the method of an SSLSocket, which would also drop what its reader is using.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # closed already


@cache
def _make_context() -> ssl.SSLContext:
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # some Pythons come without the system's
    return context


def _ask(connection: http.client.HTTPConnection, target: SplitResult) -> Response | str:
    """Give what the server answered, or where it redirects to."""
    url = target._replace(fragment="").geturl()
    query = f"?{quote(target.query, safe=PATH_SIGNS)}" if target.query else ""
    headers = {
        "User-Agent": f"narrative-toolkit/{__version__}",
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    connection.request("GET", quote(target.path or "/", safe=PATH_SIGNS) + query, headers=headers)
    with connection.getresponse() as answer:
        if answer.status in REDIRECTS and (location := answer.getheader("Location")):
            return location
        if answer.status != OK:
            raise ReadError(
                url,
                f"must answer with a page; found {answer.status} {answer.reason[:40]}. {INSTEAD}",
            )
        kind = answer.headers.get_content_type() if answer.getheader("Content-Type") else ""
        if kind not in KINDS:
            raise ReadError(url, f"must be a page of HTML or text; found {kind[:60]}")
        charset = answer.headers.get_content_charset("")
        return Response(_read(answer, url), kind, str(charset), url)


def _read(answer: http.client.HTTPResponse, url: str) -> bytes:
    packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise ReadError(url, f"must be sent plain or by gzip; found {packing[:40]}")
    unpack = None if packing == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    content = bytearray()
    while piece := answer.read(PIECE):
        content += piece if unpack is None else unpack.decompress(piece, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ReadError(url, f"must have at most {MAX_BYTES:,} bytes; found more")
    if answer.length or (unpack is not None and not unpack.eof):
        raise ReadError(url, f"must be whole; found that it ends after {len(content):,} bytes")
    return bytes(content)
