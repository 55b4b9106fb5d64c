"""Processes beside this one, each of which answers one question at a time.

One that takes too long is killed, one that dies is told of and begun anew at the next question,
and all end with the process that began them, however that ended. Pages in HTML are read in one;
the partitions of a corpus are analysed in several.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import traceback
import weakref
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Lock, Thread, Timer
from typing import IO, TYPE_CHECKING, Any

from toolkit.base.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Run by `python -c`. The first line that comes in has the folders that this process imports from.
BEGIN = (
    "import json, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    "given = json.loads(sys.stdin.buffer.readline()); sys.path[:] = given['sys_path']; "
    "from toolkit.base.processes import serve; serve(given)"
)
LENGTH_BYTES = 8  # before each question and answer
PIECE_BYTES = 1 << 20  # read at a time: room is made for as many before they are there
LINE_BYTES = 4096  # of what a process says of itself, passed on at a time
LINES_KEPT = 20
LISTEN_SECONDS = 5.0  # to its last words; it takes as long only where it left a child behind
IMPORTING_SCRIPT = Event()


class StartError(ToolkitError):
    """A process did not come so far as to take a question.

    Parameters
    ----------
    found : str
        What happened, with the last line it wrote, as in ``it ended with code 1:
        ModuleNotFoundError: No module named 'lxml'``.
    """

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found

    def __str__(self) -> str:
        return f"process: must start; found that {self.found}"


class Supervised:
    """A process that answers questions, one at a time: begun at the first, ended with this one.

    Parameters
    ----------
    opens : callable
        Called there once with `arguments`; gives the function that answers. It is imported by
        its name, so it is one of a module.
    *arguments : str
    environment : mapping of str to str, optional
        Variables of the environment that are set there besides those of here.
    as_here : bool, optional
        Whether it stands for this program: Python has the switches given here (``-X``,
        ``-W``), and what it writes is shown. Else its words are kept for errors alone.
    with_script : bool, optional
        Whether it first imports the script that runs here, as `multiprocessing` does, so that
        functions of ``__main__`` are found. Without, a script needs no
        ``if __name__ == "__main__"``.
    start_seconds : float, optional
        Until it is ready; None waits as long as it takes.

    Notes
    -----
    Questions and answers are bytes: whoever asks decides what they mean, and a process that
    reads what strangers wrote has no way to make this one run anything. They travel on the
    process's own stdin and stdout, where they cannot be in the way of what other code prints
    there: that goes to stderr. The other end of stdin closes when this process is gone, which
    a thread of its own waits for. All of this is the same on Windows.
    """

    def __init__(
        self,
        opens: Callable[..., Callable[[bytes], bytes]],
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        as_here: bool = False,
        with_script: bool = False,
        start_seconds: float | None = None,
    ) -> None:
        self._given = {"opens": name_function(opens), "arguments": arguments}
        self._environment = {} if environment is None else environment
        self._as_here = as_here
        self._with_script = with_script
        self._start_seconds = start_seconds
        self._turn = Lock()  # held for a question and its answer
        self._change = Lock()  # held where a process is begun or ended
        self._is_over = False
        self._child: _Child | None = None

    def ask(self, question: bytes, seconds: float | None = None) -> bytes:
        """Give the answer to a question; without one the process is ended.

        Raises
        ------
        TimeoutError
            If there is none after so many seconds.
        EOFError
            If the process died of the question, or `end` was called.
        StartError
            If the process did not start.
        """
        with self._turn:
            child = self._child
            if child is None or child.process.poll() is not None:
                child = self._start()
            return self._exchange(child, _frame(question), seconds)

    def end(self) -> None:
        """End the process for good, whatever it is at; any thread may ask for that."""
        with self._change:
            self._is_over = True
            child = self._child
        if child is not None and child.is_ours:
            child.process.kill()
            with self._turn:  # whoever asked has no answer now
                child.end()

    def _start(self) -> _Child:
        given = self._given | _describe(with_script=self._with_script)
        command = [*_list_command(as_here=self._as_here), "-P", "-c", BEGIN]
        with self._change:
            if self._is_over:
                raise EOFError
            if self._child is not None:
                self._child.end()
            try:
                child = _Child(command, self._environment, is_shown=self._as_here)
            except OSError as error:
                raise StartError(f"the system refused it: {error}") from error
            self._child = child
        first = json.dumps(given).encode() + b"\n"
        try:
            self._exchange(child, first, self._start_seconds)
        except TimeoutError as error:
            raise StartError(f"it took over {self._start_seconds:g} seconds") from error
        except EOFError as error:
            if self._is_over:
                raise
            raise StartError(child.tell_end()) from error
        return child

    def _exchange(self, child: _Child, question: bytes, seconds: float | None) -> bytes:
        is_late = Event()

        def end() -> None:
            is_late.set()
            child.process.kill()

        timer = None if seconds is None else Timer(seconds, end)
        if timer is not None:
            timer.daemon = True
            timer.start()
        answer = None
        try:
            answer = child.exchange(question)
        finally:
            if timer is not None:
                timer.cancel()
                timer.join()
            if answer is None or is_late.is_set():
                child.end()
        if is_late.is_set():
            raise TimeoutError
        if answer is None:
            raise EOFError
        return answer


class _Child:
    """A running process with its three pipes; ended when nothing refers to it any more."""

    def __init__(
        self, command: list[str], environment: Mapping[str, str], *, is_shown: bool
    ) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - this Python and our words
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | environment,
        )
        assert self.process.stdin is not None  # noqa: S101 - for the types
        assert self.process.stdout is not None  # noqa: S101
        self.questions, self.answers = self.process.stdin, self.process.stdout
        self._owner = os.getpid()
        self._words: deque[str] = deque(maxlen=LINES_KEPT)
        listener = Thread(
            target=_listen, args=(self.process.stderr, self._words, is_shown), daemon=True
        )
        listener.start()
        # Called once: by hand, when this object goes, or when this process exits.
        self.end = weakref.finalize(self, _end, self.process, listener, self._owner)

    @property
    def is_ours(self) -> bool:
        """Tell whether this process began it, and is no fork of the one that did."""
        return os.getpid() == self._owner

    def exchange(self, question: bytes) -> bytes | None:
        """Give the answer to a question; None where it died instead."""
        try:
            self.questions.write(question)
            self.questions.flush()
            answer = _read_frame(self.answers)
        except OSError:  # it has died before
            answer = None
        if answer is None:
            with suppress(subprocess.TimeoutExpired):  # so that its own code of exit is told
                self.process.wait(LISTEN_SECONDS)
        return answer

    def tell_end(self) -> str:
        """Tell how it ended and what it wrote last."""
        said = [line.rstrip() for line in self._words if line.strip()]
        # An error may have several lines; those of the calls that led to it are indented.
        last: list[str] = []
        for line in said:
            last = [] if line.startswith(" ") else [*last, line]
        words = f": {' '.join(last or said[-1:]).strip()}" if said else ""
        return f"it ended with code {self.process.returncode}{words}"


def _end(process: subprocess.Popen[bytes], listener: Thread, owner: int) -> None:
    if os.getpid() != owner:
        return
    process.kill()
    process.wait()
    listener.join(LISTEN_SECONDS)
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # of a question that was not taken
            if pipe is not None:
                pipe.close()


def _listen(pipe: IO[bytes], words: deque[str], is_shown: bool) -> None:  # noqa: FBT001
    """Keep the last lines that a process writes, so that it never waits for a reader."""
    with pipe:
        for line in iter(lambda: pipe.readline(LINE_BYTES), b""):
            words.append(line.decode(errors="replace"))
            if is_shown:
                with suppress(OSError, ValueError, AttributeError):  # closed, or there is none
                    sys.stderr.write(words[-1])


def _list_command(*, as_here: bool) -> list[str]:
    if not as_here:
        return [sys.executable]
    from multiprocessing.spawn import get_command_line

    command: list[str] = get_command_line()
    return command[: command.index("-c")]


def _describe(*, with_script: bool) -> dict[str, Any]:
    """Give what the other process must know to import what this one can."""
    folders = [path for path in sys.path if isinstance(path, str)]
    if not with_script:
        return {"sys_path": folders}
    from multiprocessing.spawn import get_preparation_data

    known = get_preparation_data("worker")
    wanted = ("sys_argv", "dir", "orig_dir", "init_main_from_name", "init_main_from_path")
    script = {name: known[name] for name in wanted if name in known}
    return {"sys_path": folders, "script": script}


# ---- in the other process --------------------------------------------------------------------


def serve(given: Mapping[str, Any]) -> None:
    """Answer questions until the process that asks them is gone."""
    questions, answers = _take_pipes()
    try:
        _answer_all(given, questions, answers)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told, and this process is over
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)  # at once, so that nobody waits for what was imported here to be taken down


def _answer_all(given: Mapping[str, Any], questions: IO[bytes], answers: IO[bytes]) -> None:
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_hand_on, args=(questions, waiting), daemon=True).start()
    if "script" in given:
        _import_script(given["script"])
    answer = find_function(given["opens"])(*given["arguments"])
    answers.write(_frame(b"ready"))
    answers.flush()
    while True:
        answers.write(_frame(answer(waiting.get())))
        answers.flush()


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take the pipes from where other code, and what it begins, may read and write."""
    questions, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(encoding="utf-8")
    sys.stdout = sys.stderr
    return questions, answers


def _hand_on(questions: IO[bytes], waiting: SimpleQueue[bytes]) -> None:
    while (question := _read_frame(questions)) is not None:
        waiting.put(question)
    os._exit(1)  # whoever asked is gone, and waits for no answer


def _import_script(described: dict[str, Any]) -> None:
    from multiprocessing.spawn import prepare

    IMPORTING_SCRIPT.set()
    try:
        prepare(described)
    finally:
        IMPORTING_SCRIPT.clear()


# ---- on both sides ---------------------------------------------------------------------------


def name_function(function: Callable[..., Any]) -> str:
    """Give the name by which another process finds a function: ``module:name``."""
    return f"{function.__module__}:{function.__qualname__}"


def find_function(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    """Import what `name_function` names; None where its module has nothing of that name."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute, None)


def is_importing_script() -> bool:
    """Tell whether this process is a worker that imports the script of the one that began it.

    A script that begins workers as it is imported would begin workers of workers without end.
    """
    return IMPORTING_SCRIPT.is_set()


def _frame(content: bytes) -> bytes:
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def _read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read a question or answer; None where the other side is gone."""
    length = b"".join(_read(pipe, LENGTH_BYTES))
    if len(length) < LENGTH_BYTES:
        return None
    wanted = int.from_bytes(length, "big")
    content = b"".join(_read(pipe, wanted))
    return content if len(content) == wanted else None


def _read(pipe: IO[bytes], wanted: int) -> Iterator[bytes]:
    while wanted > 0 and (piece := pipe.read(min(wanted, PIECE_BYTES))):
        wanted -= len(piece)
        yield piece
