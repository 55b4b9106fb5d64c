"""The files of a model: each read once, checked to the byte, and opened on one thread."""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.base import ReadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    # Named by others too, who then need not name onnxruntime.
    from onnxruntime import InferenceSession as InferenceSession  # type: ignore[import-untyped]


def read_model(folder: str, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Read the files of a model in `toolkit/data`, each held against its SHA-256.

    Raises
    ------
    ReadError
        If one is missing or its SHA-256 is not the one in `hashes`.
    """
    return {name: _read_checked(folder, name, wanted) for name, wanted in hashes.items()}


def open_session(model: bytes) -> InferenceSession:
    """Make a model ready to run, on one thread."""
    # Or it records its use in the home folder, to be sent to its makers. Said before it loads.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Sums in a fixed order, and as many processes as a corpus likes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _read_checked(folder: str, name: str, wanted: str) -> bytes:
    path = Path(str(files("toolkit"))) / "data" / folder / name
    again = 'Reinstall: pip install --force-reinstall "narrative-toolkit"'
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(
            path, f"the model's weights must be there; found {error.strerror}. {again}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise ReadError(path, f"must have the SHA-256 {wanted}; found {found}. {again}")
    return content
