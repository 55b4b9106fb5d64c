"""What answers questions in another process, by names that it can import."""

import os
import subprocess
import sys
import time


def open_echo(prefix=""):
    def answer(question):
        return prefix.encode() + question

    return answer


def open_environment():
    return lambda names: " ".join(os.environ[name] for name in names.decode().split()).encode()


def open_moody():
    """Sleep, die, raise or answer with the number of the process, as asked."""

    def answer(question):
        word, _, number = question.decode().partition(" ")
        if word == "sleep":
            time.sleep(float(number))
        elif word == "die":
            os._exit(3)
        elif word == "raise":
            raise KeyError(number)
        return str(os.getpid()).encode()

    return answer


def open_talker():
    """Write wherever one can, and read what one should not."""

    def answer(question):
        print("by print")  # noqa: T201 - this is what is tested
        os.write(1, b"by number\n")
        subprocess.run([sys.executable, "-c", "print(input())"], stderr=subprocess.DEVNULL)
        sys.stderr.write("long " * 100_000)
        return question

    return answer


def open_nothing():
    sys.stderr.write("it is dark\n\n")
    raise OSError("no light")


def open_lampless():
    raise ImportError("the lamp is a package of its own\nInstall lamp")


def ask_to_sleep():
    from toolkit.base.processes import Supervised

    process = Supervised(open_moody)
    sys.stdout.write(f"{process.ask(b'').decode()}\n")
    sys.stdout.flush()
    process.ask(b"sleep 60")
