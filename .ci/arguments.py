"""What is typed behind the scripts of this folder: beginnings of names, and --check."""

import argparse
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed.

    Parameters
    ----------
    names : tuple of str
        Beginnings of names; none, all.
    check : bool
        Write nothing, say what is not as it should be.
    """

    names: tuple[str, ...]
    check: bool

    def takes(self, name: str) -> bool:
        """Tell whether a file or function is asked for."""
        return not self.names or name.startswith(self.names)


def ask(usage: str | None) -> Options:
    """Read what was typed; the docstring of the script is its help."""
    parser = argparse.ArgumentParser(
        description=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names; left out, all")
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs")
    options = parser.parse_args()
    return Options(tuple(options.names), options.check)
