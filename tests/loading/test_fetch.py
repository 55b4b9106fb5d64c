"""Pages are fetched from public addresses alone, whole, in bounded time and size."""

import gzip
import itertools
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest

from toolkit import ReadError, ToolkitError, fetch_article
from toolkit.loading import fetch

STORY = (
    "OTTAWA (AP) - Rates will rise again this year, the governor of the bank said on Monday.",
    "“We shall see,” the minister told reporters after the meeting, and left for the airport.",
    "Prices have risen by three percent since March, more than in any other year of the decade.",
)
BODY = "".join(f"<p>{piece}</p>" for piece in STORY)
PAGE = f"<html><head><title>Rates rise</title></head><body><h1>Rates rise</h1>{BODY}</body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers each path with what a server may do, fair or foul."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, content, status=200, **headers):
        self.send_response(status)
        headers = {"Content_Type": "text/html; charset=utf-8", **headers}
        headers.setdefault("Content_Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        getattr(self, f"do_{self.path.split('?')[0].strip('/') or 'page'}")()

    def do_page(self):
        self.answer(PAGE.encode())

    def do_latin(self):
        self.answer(PAGE.encode("cp1252"), Content_Type="text/html; charset=windows-1252")

    def do_plain(self):
        self.answer(b"Rates rise\n\nRates will rise, she said.", Content_Type="text/plain")

    def do_gzip(self):
        self.answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def do_bomb(self):
        self.answer(zlib.compress(bytes(50_000_000)), Content_Encoding="deflate")

    def do_large(self):
        self.answer(b"<p>" + b"war " * 1_500_000)

    def do_endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while True:
            self.wfile.write(b"war " * 16_384)

    def do_drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.server.is_over.wait(0.05):
            self.wfile.write(b"<p>")

    def do_short(self):
        self.answer(PAGE.encode(), Content_Length=str(len(PAGE) + 1_000))
        self.close_connection = True

    def do_missing(self):
        self.answer(b"<p>Not here", status=404)

    def do_pdf(self):
        self.answer(b"%PDF-1.7", Content_Type="application/pdf")

    def do_brotli(self):
        self.answer(b"\x0b", Content_Encoding="br")

    def do_moved(self):
        self.answer(b"", status=301, Location="/page?from=moved#top")

    def do_loop(self):
        self.answer(b"", status=302, Location="/loop")

    leads_to = "http://169.254.169.254/latest/meta-data/"

    def do_inside(self):
        self.answer(b"", status=302, Location=self.leads_to)

    def do_file(self):
        self.answer(b"", status=302, Location="file:///etc/passwd")


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # who asked has hung up
    server.asked, server.is_over = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.is_over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def place(server):
    return f"http://127.0.0.1:{server.server_port}"


def get(url, **options):
    return fetch_article(url, allow_private=True, **options)


@pytest.mark.parametrize("path", ["page", "latin", "gzip", "moved"])
def test_a_page_becomes_an_article(place, path):
    article = get(f"{place}/{path}")
    assert article.title == "Rates rise"
    assert STORY[1] in article.text
    assert (article.language, len(article.id)) == ("en", 12)


def test_the_address_that_answered_is_kept(place):
    assert get(f"{place}/moved").origin == f"{place}/page?from=moved"
    assert get(f"{place}/plain").url == f"{place}/plain"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing", "must answer with a page; found 404 Not Found"),
        ("pdf", "must be a page of HTML or text; found application/pdf"),
        ("brotli", "must be sent plain or by gzip; found br"),
        ("large", "must have at most 5,000,000 bytes; found more"),
        ("endless", "must have at most 5,000,000 bytes; found more"),
        ("bomb", "must have at most 5,000,000 bytes; found more"),
        ("short", "must be whole; found that it ends after"),
        ("inside", "must be at an address that hands out no keys; found 169.254.169.254"),
        ("loop", "must answer after at most 5 redirects; found more"),
        ("file", "must be an address of http or https; found 'file:///etc/passwd'"),
    ],
)
def test_what_is_no_page_is_refused(place, path, problem):
    with pytest.raises(ReadError) as caught:
        get(f"{place}/{path}")
    assert problem in caught.value.problem


def test_a_server_that_drips_is_left(place):
    with pytest.raises(ReadError, match=r"must answer in 0\.5 seconds"):
        get(f"{place}/drip", seconds=0.5)


def test_a_server_that_is_not_there():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(ReadError, match=r"must be a page that can be fetched; found: .*refused"):
        get(f"http://127.0.0.1:{port}/")


def test_without_a_network_the_way_by_a_browser_is_told(monkeypatch):
    def look_up(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(fetch.socket, "getaddrinfo", look_up)
    with pytest.raises(ReadError) as told:
        fetch_article("https://news.example/story")
    assert told.value.problem == (
        "must be a page that can be fetched; found: no network, or no address for news.example. "
        "Or save it in a browser, and type read_article('page.html')"
    )


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "10.0.0.1", "172.16.0.1",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
        "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
        "168.63.129.16",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(monkeypatch, host):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(ReadError, match="must be at a public address; found"):
        fetch_article(f"http://{host}/")


# Written in each way that a machine reads as an address at which keys are handed out.
KEEPERS = [
    "169.254.169.254", "169.254.170.2", "169.254.0.23", "2852039166", "0xa9fea9fe",
    "0251.0376.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "[fe80::1]",
    "[febf::1]", "[fe80::1%1]",
    "[fd00:ec2::254]", "[fd20:ce::254]", "[fd00:42::42]", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[::ffff:100.100.100.200]", "[::169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[2002:6464:64c8::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", KEEPERS)
def test_a_keeper_of_keys_is_reached_neither_at_once_nor_by_a_redirect(monkeypatch, place, host):
    monkeypatch.setattr(Handler, "leads_to", f"http://{host}/latest/meta-data/")
    for url in (Handler.leads_to, f"{place}/inside"):
        connected = note_connections(monkeypatch)
        with pytest.raises(ReadError, match=r"must be at an address that hands out no keys"):
            get(url)
        assert connected == ["127.0.0.1"] * (url != Handler.leads_to)


def test_a_name_that_leads_to_a_keeper_of_keys_is_refused(monkeypatch):
    connected = note_connections(monkeypatch)
    for address in ("169.254.169.254", "fd00:ec2::254", "fe80::1%eth0"):
        resolve_to(monkeypatch, [["10.0.0.1", address]])
        with pytest.raises(ReadError, match=f"found {address} for archive.example"):
            get("http://archive.example/")
    assert connected == []


def test_what_lies_beside_a_keeper_of_keys_is_a_newsrooms_own():
    beside = ["169.253.255.255", "169.255.0.1", "100.100.100.201", "168.63.129.17", "192.168.1.1"]
    beside += ["fec0::1", "fd00:ec2::253", "::ffff:10.0.0.1", "64:ff9b::a00:1", "::1", "127.0.0.1"]
    assert [each for each in beside if not fetch.is_allowed(each)] == []


@pytest.mark.parametrize(
    "url",
    [
        "", "post.example", "ftp://post.example/", "file:///etc/passwd", "javascript:alert(1)",
        "data:text/html,War", "http:///page", "http://post.example:99999/", "http://[::1",
        "http://post.example/\r\nHost: inside", "http://" + "a" * 5_000, "gopher://post.example",
        "http://post .example/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web(url):
    with pytest.raises(ReadError, match="must be an address of http or https"):
        fetch_article(url)


def test_an_address_with_a_password_is_refused_and_not_shown():
    with pytest.raises(ReadError, match="without a user's name") as caught:
        fetch_article("https://ann:secret@post.example/")
    assert "secret" not in str(caught.value)
    with pytest.raises(ToolkitError, match="url: must be a string; found int"):
        fetch_article(7)


def note_connections(monkeypatch):
    """Give a list that each address is added to when it is connected to."""
    connected = []
    real = socket.create_connection

    def connect(address, *rest, **options):
        connected.append(address[0])
        return real(address, *rest, **options)

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    return connected


def resolve_to(monkeypatch, answers):
    """Let names resolve to these addresses, one list a look-up, as a hostile server would."""
    asked = []

    def look_up(host, port, **_):
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answers[min(len(asked), len(answers)) - 1]
        ]

    monkeypatch.setattr(fetch.socket, "getaddrinfo", look_up)
    return asked


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    resolve_to(monkeypatch, [["93.184.216.34", "10.0.0.1"]])
    with pytest.raises(ReadError, match=r"found 10\.0\.0\.1 for post\.example"):
        fetch_article("https://post.example/")


def test_the_connection_is_made_to_the_address_that_was_checked(monkeypatch, server, place):
    asked = resolve_to(monkeypatch, [["93.184.216.34"], ["127.0.0.1"]])
    connected = []
    real = socket.socket.connect

    def connect(address, *_, **__):
        connected.append(address[0])
        sock = socket.socket()
        real(sock, ("127.0.0.1", server.server_port))
        return sock

    monkeypatch.setattr(socket, "create_connection", connect)
    assert fetch_article("http://post.example/page").title == "Rates rise"
    assert (asked, connected) == (["post.example"], ["93.184.216.34"])
    assert server.asked[-1] == ("/page", "post.example")


@pytest.mark.parametrize("path", ["inside", "moved"])
def test_each_redirect_is_checked_anew(monkeypatch, server, path):
    addresses = {"post.example": "93.184.216.34", "169.254.169.254": "169.254.169.254"}
    looked_up = []

    def look_up(host, port, **_):
        looked_up.append(host)
        is_second = len(looked_up) > 1
        address = "192.168.1.1" if is_second and path == "moved" else addresses[host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(*_, **__):
        sock = socket.socket()
        sock.connect(("127.0.0.1", server.server_port))
        return sock

    monkeypatch.setattr(fetch.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ReadError, match=r"must be at a public address; found (169|192)\."):
        fetch_article(f"http://post.example/{path}")


class Dripping(socketserver.BaseRequestHandler):
    """Takes a connection, and then sends a head that never ends, a byte at a time, or nothing."""

    def handle(self):
        for byte in itertools.chain(self.server.begins, itertools.cycle(b"A: b\r\n")):
            if self.server.begins:
                self.request.send(bytes([byte]))
            if self.server.is_over.wait(0.02):
                return


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\n"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_drips_its_head_or_its_handshake_is_left(scheme, begins):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as server:
        server.begins, server.is_over = begins, threading.Event()
        server.handle_error = lambda *_: None  # who asked has hung up
        threading.Thread(target=server.serve_forever, daemon=True).start()
        began = monotonic()
        with pytest.raises(ReadError) as caught:
            get(f"{scheme}://127.0.0.1:{server.server_address[1]}/", seconds=0.4)
        assert monotonic() - began < 1.5
        server.is_over.set()
        server.shutdown()
    if scheme == "http" or not begins:
        assert caught.value.problem == "must answer in 0.4 seconds; found that it takes longer"
    else:  # that is no handshake, and so told at once
        assert "must be a page that can be fetched; found: [SSL" in caught.value.problem


def test_of_several_addresses_the_first_that_answers_is_asked(monkeypatch, server):
    resolve_to(monkeypatch, [["127.0.0.2", "127.0.0.3", "127.0.0.1"]])
    tried = []

    def connect(address, timeout, **_):
        tried.append((address[0], round(timeout)))
        if address[0] != "127.0.0.1":
            raise [TimeoutError("timed out"), ConnectionRefusedError("refused")][len(tried) - 1]
        sock = socket.socket()
        sock.connect(address)
        return sock

    monkeypatch.setattr(socket, "create_connection", connect)
    url = f"http://post.example:{server.server_port}/plain"
    assert get(url, seconds=8).text == "Rates rise\n\nRates will rise, she said."
    assert tried == [("127.0.0.2", 4), ("127.0.0.3", 4), ("127.0.0.1", 8)]
    assert server.asked[-1] == ("/plain", f"post.example:{server.server_port}")


def test_what_is_packed_and_cut_short_is_not_whole(place, monkeypatch):
    packed = gzip.compress(PAGE.encode())[:-40]
    monkeypatch.setattr(
        Handler, "do_gzip", lambda self: self.answer(packed, Content_Encoding="gzip")
    )
    with pytest.raises(ReadError, match="must be whole; found that it ends after"):
        get(f"{place}/gzip")


def test_an_address_is_asked_for_as_it_must_be_written(place, server):
    get(f"{place}/plain?q=a%20b&r=ü")
    assert server.asked[-1][0] == "/plain?q=a%20b&r=%C3%BC"


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server whose certificate nobody has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.asked = True, []
    server.handle_error = lambda *_: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, certificate
    server.shutdown()
    server.server_close()


def test_certificates_are_checked(secure, monkeypatch):
    server, certificate = secure
    url = f"https://localhost:{server.server_port}/page"
    with pytest.raises(ReadError, match="CERTIFICATE_VERIFY_FAILED"):
        get(url)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(fetch, "_make_context", lambda: trusting)
    assert get(url).title == "Rates rise"
    with pytest.raises(ReadError, match=r"CERTIFICATE_VERIFY_FAILED.*IP address mismatch"):
        get(url.replace("localhost", "127.0.0.1"))
