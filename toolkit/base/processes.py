"""Processes beside this one, each of which answers one question at a time.

One that takes too long is killed, one that dies is told of and begun anew at the next question,
and all end with the process that began them, however that ended. Pages in HTML are read in one;
the partitions of a corpus are analysed in several.

Two libraries do nearly this. pebble, as `multiprocessing`, runs the user's script again in each
process. loky's executor gives up all jobs with one process, and cannot kill without psutil or
``pgrep``, which small containers lack. The processes of both outlive the one that began them until
their job is done, and they answer in pickles, though they read what strangers wrote.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import traceback
import weakref
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import IO, TYPE_CHECKING, Any

from toolkit.base.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Run by `python -c`. The first line that comes in has the folders that this process imports from.
BEGIN = (
    "import json, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    "given = json.loads(sys.stdin.buffer.readline()); sys.path[:] = given.pop('sys_path'); "
    "from toolkit.base.processes import serve; serve(**given)"
)
DIGITS = 20  # of a length, before each question and answer
END_SECONDS = 5.0  # until one that says nothing more is gone, so that its own code of exit is told
IMPORTING_SCRIPT = Event()


class StartError(ToolkitError):
    """A process did not come so far as to take a question.

    Parameters
    ----------
    found : str
        What happened, as in ``it ended with code 1: ModuleNotFoundError: No module named
        'lxml'``.
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
        ``-W``), and what it writes is shown.
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
    there: that goes to stderr, or nowhere. The other end of stdin closes when this process is
    gone, which a thread of its own waits for. All of this is the same on Windows.
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
            return child.exchange(_frame(question), seconds)

    def end(self) -> None:
        """End the process for good, whatever it is at; any thread may ask for that."""
        with self._change:
            self._is_over = True
            if self._child is not None:
                self._child.end()

    def _start(self) -> _Child:
        given = self._given | _describe(with_script=self._with_script)
        command = [*_list_command(as_here=self._as_here), "-P", "-c", BEGIN]
        with self._change:
            if self._is_over:
                raise EOFError
            try:
                child = _Child(command, self._environment, is_shown=self._as_here)
            except OSError as error:
                raise StartError(f"the system refused it: {error}") from error
            self._child = child
        try:
            fault = child.exchange(json.dumps(given).encode() + b"\n", self._start_seconds)
        except TimeoutError as error:
            raise StartError(f"it took over {self._start_seconds:g} seconds") from error
        except EOFError as error:
            if self._is_over:
                raise
            raise StartError(f"it ended with code {child.process.returncode}") from error
        if fault:
            child.end()
            raise StartError(f"it ended with code 1: {fault.decode()}")
        return child


class _Child:
    """A running process with its pipes; ended when nothing refers to it any more."""

    def __init__(
        self, command: list[str], environment: Mapping[str, str], *, is_shown: bool
    ) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - this Python and our words
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if is_shown else subprocess.DEVNULL,
            env=os.environ | environment,
        )
        assert self.process.stdin is not None  # noqa: S101 - for the types
        self._questions = self.process.stdin
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        given = (self.process.stdout, self._answers.put)
        Thread(target=_hand_on, args=given, daemon=True).start()
        # Called once: by hand, when this object goes, or when this process exits.
        self.end = weakref.finalize(self, _end, self.process, self._questions, os.getpid())

    def exchange(self, question: bytes, seconds: float | None) -> bytes:
        """Give the answer to a question; without one, end the process."""
        answer = None
        try:
            _write(self._questions, question)
            answer = self._answers.get(timeout=seconds)
            if answer is None:
                self.process.wait(END_SECONDS)
        except Empty as error:
            raise TimeoutError from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:  # it has died before
            raise EOFError from error
        finally:
            if answer is None:
                self.end()
        if answer is None:
            raise EOFError
        return answer


def _end(process: subprocess.Popen[bytes], questions: IO[bytes], owner: int) -> None:
    if os.getpid() == owner:  # a fork of the one that began it leaves it alone
        process.kill()
        process.wait()
        with suppress(OSError):  # of a question that was not taken
            questions.close()


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


def serve(opens: str, arguments: Sequence[str], script: dict[str, Any] | None = None) -> None:
    """Answer questions until the process that asks them is gone."""
    questions, answers = _take_pipes()
    waiting: SimpleQueue[bytes] = SimpleQueue()

    def take(question: bytes | None) -> None:
        if question is None:
            os._exit(1)  # whoever asked is gone, and waits for no answer
        waiting.put(question)

    is_ready = False
    try:
        Thread(target=_hand_on, args=(questions, take), daemon=True).start()
        if script is not None:
            _import_script(script)
        answer = find_function(opens)(*arguments)
        _write(answers, _frame(b""))
        is_ready = True
        while True:
            _write(answers, _frame(answer(waiting.get())))
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told, and this is over
        traceback.print_exc()
        if not is_ready:
            words = f"{type(error).__name__}: {' '.join(str(error).split())}"
            _write(answers, _frame(words.encode()))
    finally:
        sys.stderr.flush()
        os._exit(1)  # at once, so that nobody waits for what was imported here to be taken down


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take the pipes from where other code, and what it begins, may read and write."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return questions, answers


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
    return b"%d\n%b" % (len(content), content)


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(content)
    pipe.flush()


def _hand_on(pipe: IO[bytes], take: Callable[[bytes | None], None]) -> None:
    """Pass questions or answers on as they come; None when the other side is gone, or lies."""
    with pipe, suppress(OSError, ValueError, OverflowError, MemoryError):
        while length := pipe.readline(DIGITS):
            content = pipe.read(int(length))
            if len(content) < int(length):
                break
            take(content)
    take(None)
