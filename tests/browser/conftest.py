"""A real JupyterLab in a real browser: one server for all tests, a new page for each.

Needs the group `browser` of pyproject.toml, and a Chromium that the system has; without
these the tests are skipped, or fail where TOOLKIT_BROWSER=require. Pictures of what was seen
are kept in `tests/browser/screenshots`.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from toolkit.commands.lab import copy_notebooks

SCREENSHOTS = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START, RUN = 120, 240  # seconds
SETTINGS = {
    # All cells stand in the page, so that all of them are looked at.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
# Said by JupyterLab itself on an empty notebook, whatever the cells hold.
HARMLESS = (
    "favicon",
    "Failed to load resource: the server responded with a status of 404",  # no workspace yet
)


def require(found, what):
    if found:
        return found
    reason = f"needs {what}; found none"
    if os.environ.get("TOOLKIT_BROWSER") == "require":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Seen:
    """What a page said and asked for while it was open."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@dataclass
class Lab:
    """A running JupyterLab."""

    folder: Path
    url: str
    token: str

    def call(self, path, method="GET"):
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read() or "null")

    def find_page(self, notebook):
        return f"{self.url}/lab/tree/{notebook}?reset&token={self.token}"


@pytest.fixture(scope="session")
def chromium():
    for package in ("playwright", "axe_playwright_python"):
        require(find_spec(package), f"{package}: uv sync --group browser")
    from playwright.sync_api import sync_playwright

    path = require(next(filter(None, map(shutil.which, BROWSERS)), None), "Chromium")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if is_root else []
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    copy_notebooks(folder)
    port, token = find_port(), secrets.token_hex(16)
    home = tmp_path_factory.mktemp("jupyter")
    for name, setting in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(setting))
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {name: str(home / place) for name, place in places.items()}
    environment |= {"JUPYTER_PORT": str(port), "JUPYTER_TOKEN": token, "CI": "1"}
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "lab", str(folder)],
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    started = Lab(folder, f"http://127.0.0.1:{port}", token)
    try:
        wait_until_ready(started, server, home / "log.txt")
        yield started
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def seen():
    return Seen()


@pytest.fixture
def page(lab, chromium, seen):
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)

    def guard(route):
        if route.request.url.startswith((lab.url, "data:", "blob:")):
            route.continue_()
        else:
            seen.strangers.append(route.request.url)
            route.abort()

    def listen(message):
        if message.type == "error" and not any(known in message.text for known in HARMLESS):
            seen.complaints.append(message.text)

    page.route("**/*", guard)
    page.on("console", listen)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    yield page
    page.close()
    for session in lab.call("sessions"):
        lab.call(f"sessions/{session['id']}", "DELETE")


def find_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_ready(lab, server, log):
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            lab.call("status")
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
