import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests import stub_answers as stub
from toolkit.base.processes import StartError, Supervised, find_function, name_function

on_posix = pytest.mark.skipif(os.name != "posix", reason="sends a signal")


@contextmanager
def begun(opens, *arguments, **options):
    process = Supervised(opens, *arguments, **options)
    try:
        yield process
    finally:
        process.end()


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with suppress(ChildProcessError):  # a child counts as gone when all its threads are
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(") ")[2][0] != "Z"


def wait_until_gone(pid):
    until = time.monotonic() + 20
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not lives(pid)


def test_one_process_answers_all_questions():
    with begun(stub.open_moody) as process:
        first = process.ask(b"")
        assert first == process.ask(b"")
        assert int(first) != os.getpid()


def test_arguments_reach_what_opens_it_and_bytes_of_any_size_travel():
    content = bytes(range(256)) * 20_000
    with begun(stub.open_echo, "é: ") as process:
        assert process.ask(b"") == "é: ".encode()
        assert process.ask(content) == "é: ".encode() + content


def test_one_that_takes_too_long_is_ended_and_begun_anew():
    with begun(stub.open_moody) as process:
        first = process.ask(b"")
        with pytest.raises(TimeoutError):
            process.ask(b"sleep 60", seconds=0.2)
        assert process.ask(b"") != first


@pytest.mark.parametrize("question", [b"die", b"raise it"])
def test_one_that_dies_is_told_and_begun_anew(question):
    with begun(stub.open_moody) as process:
        first = process.ask(b"")
        with pytest.raises(EOFError):
            process.ask(question)
        assert process.ask(b"") != first


@on_posix
def test_one_that_was_killed_between_two_questions_is_begun_anew():
    with begun(stub.open_moody) as process:
        first = int(process.ask(b""))
        os.kill(first, signal.SIGKILL)
        wait_until_gone(first)
        assert int(process.ask(b"")) != first


def test_what_it_said_last_is_told_where_it_does_not_start():
    with begun(stub.open_nothing) as process:
        for _ in range(2):
            with pytest.raises(StartError, match=r"it ended with code 1: OSError: no light$"):
                process.ask(b"")


def test_an_error_of_several_lines_is_told_whole_and_without_the_calls_before_it():
    told = "it ended with code 1: ImportError: the lamp is a package of its own Install lamp$"
    with (
        begun(stub.open_lampless) as process,
        pytest.raises(StartError, match=f"found that {told}"),
    ):
        process.ask(b"")


def test_a_start_that_takes_too_long_is_told():
    with (
        begun(stub.open_echo, start_seconds=0.001) as process,
        pytest.raises(StartError, match=r"it took over 0\.001 seconds"),
    ):
        process.ask(b"")


def test_what_is_printed_there_is_no_answer_and_stops_nothing(capfd):
    with begun(stub.open_talker) as process:
        assert process.ask(b"a") == b"a"
        assert process.ask(b"b") == b"b"
    assert capfd.readouterr() == ("", "")


def test_what_is_printed_there_is_shown_where_that_is_wanted(capfd):
    with begun(stub.open_talker, as_here=True) as process:
        process.ask(b"a")
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("by number\n") or shown.err.startswith("by print\n")


def test_the_environment_is_that_of_here_and_what_is_added(monkeypatch):
    monkeypatch.setenv("STUB_ONE", "1")
    with begun(stub.open_environment, environment={"STUB_TWO": "2"}) as process:
        assert process.ask(b"STUB_ONE STUB_TWO") == b"1 2"
    assert "STUB_TWO" not in os.environ


def test_it_may_be_ended_by_another_thread_for_good():
    with begun(stub.open_moody) as process:
        process.ask(b"")
        ended = threading.Timer(0.2, process.end)
        ended.start()
        with pytest.raises(EOFError):
            process.ask(b"sleep 60")
        ended.join()
        with pytest.raises(EOFError):
            process.ask(b"")


def test_it_goes_when_nothing_refers_to_it():
    process = Supervised(stub.open_moody)
    pid = int(process.ask(b""))
    del process
    assert not lives(pid)


@on_posix
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_the_process_that_began_it(sent):
    code = "from tests.stub_answers import ask_to_sleep; ask_to_sleep()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.2)  # it is asleep over its question
        parent.send_signal(sent)
    assert wait_until_gone(pid)


@on_posix
def test_it_leaves_ctrl_c_to_the_process_that_began_it():
    with begun(stub.open_moody) as process:
        pid = int(process.ask(b""))
        os.kill(pid, signal.SIGINT)
        assert int(process.ask(b"")) == pid


def test_a_function_is_found_by_its_name():
    assert name_function(stub.open_echo) == "tests.stub_answers:open_echo"
    assert find_function("tests.stub_answers:open_echo") is stub.open_echo
    assert find_function("tests.stub_answers:nothing") is None
