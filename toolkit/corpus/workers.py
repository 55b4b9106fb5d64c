"""Jobs done side by side, in processes of this machine or on a Dask cluster.

A process that is killed takes its job along and nothing else: the pool says which it was.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from toolkit.base import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

J = TypeVar("J")
R = TypeVar("R")
# distributed has types for few of its functions.
Client = Any
Future = Any
Given = TypeVar("Given", covariant=True)

# One thread a process: as many processes as cores leave no core for a second one.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
AHEAD = 2  # jobs for each thread of a cluster, so that none waits for the next


class Pool(Protocol[J, Given]):
    """Something that does jobs, several at a time."""

    @property
    def running(self) -> int:
        """Jobs that were submitted and not yet handed back."""

    @property
    def is_full(self) -> bool:
        """Tell whether a further job would have to wait."""

    def submit(self, job: J) -> None:
        """Begin a job."""

    def wait(self) -> tuple[J, Given | None]:
        """Wait for any job to end; give it and its result, None where its process died."""

    def close(self) -> None:
        """End all that runs."""

    def make_spare(self) -> Self:
        """Make another pool of the same kind, to try jobs one at a time."""


@dataclass(slots=True)
class _Worker(Generic[J]):
    process: BaseProcess
    connection: Connection
    job: J | None = None
    is_ready: bool = False


class Processes(Generic[J, R]):
    """Fresh processes of this machine, begun when the first job comes.

    Parameters
    ----------
    function : callable
        Does a job; of a module, since each process imports it by name.
    size : int
        Processes at most.

    Notes
    -----
    A process ends with the one that began it, however that ended. Unlike those of
    `concurrent.futures`, one that dies leaves the others at work.
    """

    begun_by = "spawn"  # a fork copies threads' locks as they are, and may wait for them forever

    def __init__(self, function: Callable[[J], R], size: int) -> None:
        self._function = function
        self._size = size
        self._workers: list[_Worker[J]] = []

    @property
    def running(self) -> int:
        """Jobs that were submitted and not yet handed back."""
        return sum(worker.job is not None for worker in self._workers)

    @property
    def is_full(self) -> bool:
        """Tell whether a further job would have to wait."""
        return self.running >= self._size

    def submit(self, job: J) -> None:
        """Begin a job."""
        idle = next((worker for worker in self._workers if worker.job is None), None)
        worker = idle or self._begin()
        worker.job = job
        if worker.is_ready:
            self._send(worker)

    def wait(self) -> tuple[J, R | None]:
        """Wait for any job to end; give it and its result, None where its process died.

        Raises
        ------
        ToolkitError
            If a process ends before it can take a job.
        Exception
            Whatever the function raised.
        """
        while True:
            connections = {worker.connection: worker for worker in self._workers if worker.job}
            for connection in wait([*connections]):
                worker = connections[connection]  # type: ignore[index] # no sockets here
                job = worker.job
                try:
                    received = worker.connection.recv()
                except (EOFError, OSError):
                    self._bury(worker)
                    if job is not None:
                        return job, None
                    continue
                if isinstance(received, Exception):
                    raise received
                if not worker.is_ready:
                    worker.is_ready = True
                    self._send(worker)
                elif job is not None:
                    worker.job = None
                    return job, received

    def close(self) -> None:
        """End all processes at once, whatever they are at."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def make_spare(self) -> Self:
        """Make a pool of one process."""
        return type(self)(self._function, 1)

    def _begin(self) -> _Worker[J]:
        context = multiprocessing.get_context(self.begun_by)
        ours, theirs = context.Pipe()
        process = context.Process(  # type: ignore[attr-defined] # each of the contexts has it
            target=_serve, args=(theirs, self._function), daemon=True
        )
        with _set_environment(ONE_THREAD):
            process.start()
        theirs.close()
        worker = _Worker[J](process, ours)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker[J]) -> None:
        try:
            worker.connection.send(worker.job)
        except OSError:  # it has died since; `wait` will find its end of the line closed
            return

    def _bury(self, worker: _Worker[J]) -> None:
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        if not worker.is_ready:
            raise ToolkitError(
                f"workers: must start; found that one ended with code {worker.process.exitcode} "
                "before its first job. In a script, call it below "
                'if __name__ == "__main__": since each worker imports the script'
            )


def _serve(connection: Connection, function: Callable[[J], R]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        connection.send(None)
        while True:
            connection.send(function(connection.recv()))
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:  # noqa: BLE001 - it is raised again where the job came from
        connection.send(_make_portable(error))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make_portable(error: Exception) -> Exception:
    """Give an error that can be sent to another process: itself, or its words."""
    from multiprocessing.reduction import ForkingPickler

    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:  # noqa: BLE001 - anything may go wrong in a class of somebody else
        return ToolkitError(f"{type(error).__name__}: {error}")
    return error


@contextmanager
def _set_environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment that a process begun meanwhile inherits."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Cluster(Generic[J, R]):
    """The workers of a Dask cluster, through its client.

    Parameters
    ----------
    function : callable
        Does a job; of a module that is installed where the workers run.
    client : distributed.Client

    Notes
    -----
    Dask itself repeats the job of a worker that died on another one; a job counts as lost only
    after that has happened several times (``distributed.scheduler.allowed-failures``).
    """

    def __init__(self, function: Callable[[J], R], client: Client) -> None:
        self._function = function
        self._client = client
        self._jobs: dict[Future, J] = {}

    @property
    def running(self) -> int:
        """Jobs that were submitted and not yet handed back."""
        return len(self._jobs)

    @property
    def is_full(self) -> bool:
        """Tell whether a further job would have to wait."""
        threads: int = sum(self._client.nthreads().values())  # workers come and go
        return self.running >= AHEAD * max(1, threads)

    def submit(self, job: J) -> None:
        """Begin a job."""
        self._jobs[self._client.submit(self._function, job, pure=False)] = job

    def wait(self) -> tuple[J, R | None]:
        """Wait for any job to end; give it and its result, None where its workers died.

        Raises
        ------
        Exception
            Whatever the function raised.
        """
        from distributed import KilledWorker, as_completed

        future: Future = next(as_completed([*self._jobs]))  # type: ignore[no-untyped-call]
        job = self._jobs.pop(future)
        try:
            return job, future.result()
        except KilledWorker:
            return job, None

    def close(self) -> None:
        """Cancel all jobs; the cluster stays up."""
        self._client.cancel([*self._jobs])
        self._jobs.clear()

    def make_spare(self) -> Self:
        """Make another pool on the same cluster."""
        return type(self)(self._function, self._client)
