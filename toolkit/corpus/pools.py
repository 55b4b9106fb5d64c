"""Jobs done side by side, in processes of this machine or on a Dask cluster.

A process that is killed takes its job along and nothing else: the pool says which it was.
"""

from __future__ import annotations

import concurrent.futures
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor
from multiprocessing.reduction import ForkingPickler
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from toolkit.base import StartError, Supervised, ToolkitError, find_function, name_function

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

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
HEARD_SECONDS = 0.5  # until Ctrl-C is heard
HOW_IN_A_SCRIPT = (
    'In a script with tables of its own, call it below if __name__ == "__main__": since each '
    "worker imports the script"
)
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


class Processes(Generic[J, R]):
    """Fresh processes of this machine, begun when the first job comes.

    Parameters
    ----------
    function : callable
        Does a job; of a module, since each process imports it by name.
    size : int
        Processes at most.
    with_script : bool, optional
        Whether each imports the script that runs here, for what a job needs of ``__main__``.

    Notes
    -----
    A thread hands each process one job after another. Unlike the processes of an executor, one
    that dies leaves the others at work.
    """

    def __init__(
        self, function: Callable[[J], R], size: int, *, with_script: bool = False
    ) -> None:
        self._function = function
        self._with_script = with_script
        self._processes = [self._make_process() for _ in range(size)]
        self._idle = LifoQueue[Supervised]()  # the last one used comes first: none is begun early
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(size)
        self._jobs: dict[concurrent.futures.Future[R | None], J] = {}

    @property
    def running(self) -> int:
        """Jobs that were submitted and not yet handed back."""
        return len(self._jobs)

    @property
    def is_full(self) -> bool:
        """Tell whether a further job would have to wait."""
        return self.running >= len(self._processes)

    def submit(self, job: J) -> None:
        """Begin a job."""
        self._jobs[self._threads.submit(self._do, job)] = job

    def wait(self) -> tuple[J, R | None]:
        """Wait for any job to end; give it and its result, None where its process died.

        Raises
        ------
        ToolkitError
            If a process ends before it can take a job.
        Exception
            Whatever the function raised.
        """
        ended: Collection[concurrent.futures.Future[R | None]] = ()
        while not ended:  # where it waits without end, Ctrl-C is not heard on Windows
            ended, _ = concurrent.futures.wait(self._jobs, HEARD_SECONDS, FIRST_COMPLETED)
        future = next(iter(ended))
        return self._jobs.pop(future), future.result()

    def close(self) -> None:
        """End all processes at once, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.end()
        self._threads.shutdown()

    def make_spare(self) -> Self:
        """Make a pool of one process."""
        return type(self)(self._function, 1, with_script=self._with_script)

    def _make_process(self) -> Supervised:
        return Supervised(
            open_worker,
            name_function(self._function),
            environment=ONE_THREAD,
            as_here=True,
            with_script=self._with_script,
        )

    def _do(self, job: J) -> R | None:
        process = self._idle.get()
        try:
            answer = process.ask(_dump(job))
        except EOFError:
            return None
        except StartError as error:
            hint = f". {HOW_IN_A_SCRIPT}" if self._with_script else ""
            raise ToolkitError(f"workers: must start; found that {error.found}{hint}") from error
        finally:
            self._idle.put(process)
        given: R | Exception = ForkingPickler.loads(answer)
        if isinstance(given, Exception):
            raise given
        return given


def open_worker(name: str) -> Callable[[bytes], bytes]:
    """Give what does jobs in a process of its own, with the function of that name.

    What the function raises is an answer like others.
    """
    function = find_function(name)

    def answer(question: bytes) -> bytes:
        try:
            return _dump(function(ForkingPickler.loads(question)))
        except Exception as error:  # noqa: BLE001 - it is raised again where the job came from
            return _dump(_make_portable(error))

    return answer


def _dump(content: object) -> bytes:
    return bytes(ForkingPickler.dumps(content))


def _make_portable(error: Exception) -> Exception:
    """Give an error that can be sent to another process: itself, or its words."""
    try:
        ForkingPickler.loads(_dump(error))
    except Exception:  # noqa: BLE001 - anything may go wrong in a class of somebody else
        return ToolkitError(f"{type(error).__name__}: {error}")
    return error


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
