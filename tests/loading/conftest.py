"""A package of another's, as an installer leaves it: a module and what tells its entry points."""

import importlib
import os
import sys

import pytest

from toolkit.loading.formats import list_formats
from toolkit.loading.plugins import read_plugins


def forget():
    """Let entry points be looked for again, as a new process does."""
    read_plugins.cache_clear()
    list_formats.cache_clear()


@pytest.fixture
def bring(monkeypatch, tmp_path):
    """Install a module as a package, with entry points such as ``name = module:value``."""

    def install(package, code, **points):
        folder = tmp_path / "site"
        about = folder / f"{package.replace('-', '_')}-1.0.dist-info"
        about.mkdir(parents=True)
        (folder / f"{package.replace('-', '_')}.py").write_text(code, "utf-8")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        lines = [
            f"[narrative_toolkit.{group}]\n" + "\n".join(listed)
            for group, listed in points.items()
        ]
        (about / "entry_points.txt").write_text("\n".join(lines))
        monkeypatch.syspath_prepend(folder)
        monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        brought.append(package.replace("-", "_"))
        importlib.invalidate_caches()
        forget()

    brought = []
    forget()
    yield install
    for name in brought:
        sys.modules.pop(name, None)
    forget()
