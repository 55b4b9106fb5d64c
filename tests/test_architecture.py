"""The shape of the package: a folder for each subject, and what may import what."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from make_api_page import BY_FOLDER
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token as SpacyToken

import toolkit
from toolkit.grammar import Parse, Token, Tokens

# From the ground up. A folder imports those before it, never itself's users.
FOLDERS = [
    "base",
    "corrections",
    "reader",
    "grammar",
    "loading",
    "engine",
    "people",
    "attribution",
    "tables",
    "plots",
    "words",
    "attitude",
    "narrative",
    "trust",
    "exchange",
    "comparison",
    "audit",
    "display",
    "corpus",
    "commands",
]
# Subjects beside each other: none knows of another one.
SUBJECTS = {"words", "attitude", "narrative", "trust", "exchange"}
UNKNOWN_TO = {  # folder: what it may not import although it lies below
    **{subject: SUBJECTS - {subject} for subject in SUBJECTS},
    "plots": set(FOLDERS[FOLDERS.index("corrections") : FOLDERS.index("plots")]),
    "loading": {"grammar", "reader"},
    "reader": {"corrections"},
}
BEGINS = {  # a package, and the first folder that may use it
    "lxml": "loading",
    "trafilatura": "loading",
    "pyarrow": "loading",
    "pandas": "tables",
    "matplotlib": "plots",
    "anywidget": "display",
    "distributed": "corpus",
    "argparse": "commands",
}
ONLY_IN = {
    "spacy": {"grammar", "exchange"},  # its Doc is one of the foreign formats
    "onnxruntime": {"reader"},
    "py3langid": {"base"},
}
# What spaCy calls what it says of words and texts: `grammar.tokens` has our names for it.
OF_SPACY = {"char_span", "ents", "is_sent_start", "is_stop", "like_num", "morph", "nbor"}
OF_SPACY |= {"noun_chunks", "sent", "sents", "vocab"}
OF_SPACY |= {"dep", "ent_id", "ent_iob", "ent_type", "orth", "pos"}
OF_SPACY |= {
    name
    for kind in (Doc, SpacySpan, SpacyToken)
    for name in dir(kind)
    if re.fullmatch(r"[a-z]\w*_", name)
}
FOR_PLUGINS = {"Cut", "Export", "Format", "Given", "Item", "Row"}  # what other packages import
LONGEST = 500  # lines of a module
RETURNS = {  # of what `import toolkit as tk` offers
    "find_": "list[",
    "count_": "Counter[",
    "plot_": "Axes",
    "write_": "Path",
}
ROOT = Path(toolkit.__file__).parent
PATHS = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in PATHS}
MODULES = [name for name in TREES if not name.endswith("__init__.py")]


def read_listed(folder):
    """Give the names that a folder offers the others."""
    stub = ast.parse((ROOT / folder / "__init__.pyi").read_text("utf-8"))
    return {alias.name for node in stub.body for alias in node.names}


LISTED = {folder: read_listed(folder) for folder in FOLDERS}


def list_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def list_own_imports(module):
    """Give the folder and the rest of each name that a module imports from the package."""
    for name in list_imports(TREES[module]):
        first, _, rest = name.partition(".")
        if first == "toolkit" and rest != "__version__":
            yield rest.partition(".")[::2]


def list_meant(folder, name):
    """Give the module that a name leads to: ``exports.ris.RIS`` to loading/exports/ris.py."""
    parts = name.split(".")
    paths = (f"{'/'.join([folder, *parts[:n]])}.py" for n in range(1, len(parts) + 1))
    return {path for path in paths if path in MODULES}


def find_folder(module):
    return module.partition("/")[0]


def test_every_module_lies_in_a_folder_with_its_place():
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "__main__.py"}
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == set(FOLDERS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    folder = find_folder(module)
    below = set(FOLDERS[: FOLDERS.index(folder) + 1]) - UNKNOWN_TO.get(folder, set())
    assert {imported for imported, _ in list_own_imports(module)} <= below


@pytest.mark.parametrize("module", MODULES)
def test_folders_share_only_what_they_list(module):
    for folder, name in list_own_imports(module):
        if folder != find_folder(module):
            assert name in LISTED[folder], f"{folder}: {name}"


def list_users(folder):
    """Give what the rest of the package imports from a folder."""
    named = chain.from_iterable(
        list_own_imports(module) for module in MODULES if find_folder(module) != folder
    )
    return {name for imported, name in named if imported == folder}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_lists_nothing_that_nobody_uses(folder):
    public = {*toolkit.__all__, *BY_FOLDER.get(folder, ())}
    assert LISTED[folder] <= list_users(folder) | public | {"main"} | FOR_PLUGINS


@pytest.mark.parametrize("folder", FOLDERS)
def test_modules_of_a_folder_import_each_other_in_one_direction(folder):
    known = {
        name: {
            module
            for imported, rest in list_own_imports(name)
            if imported == folder
            for module in list_meant(folder, rest)
        }
        for name in MODULES
        if find_folder(name) == folder
    }
    while free := {name for name, needs in known.items() if not needs & known.keys()}:
        known = {name: needs for name, needs in known.items() if name not in free}
    assert not known, "these import each other in a circle"


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_begin_where_they_should(module):
    folder = find_folder(module)
    used = {name.partition(".")[0] for name in list_imports(TREES[module])}
    for package, first in BEGINS.items():
        if FOLDERS.index(folder) < FOLDERS.index(first):
            assert package not in used
    for package, only in ONLY_IN.items():
        assert package not in used or folder in only


def list_attributes(tree):
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("module", MODULES)
def test_tokens_are_read_by_our_names_for_what_they_say(module):
    if module != "grammar/language.py" and find_folder(module) != "exchange":
        assert list_attributes(TREES[module]).isdisjoint(OF_SPACY)


def test_names_of_spacy_are_told_from_ours():
    assert {"dep_", "ent_iob_", "lemma_", "lower_", "pos_", "tag_", "whitespace_"} <= OF_SPACY
    ours = {*dir(Token), *dir(Tokens), *dir(Parse)}
    assert ours.isdisjoint(OF_SPACY)
    assert list_attributes(ast.parse("word.head.dep_ == 'nsubj'")) & OF_SPACY == {"dep_"}


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_too_long_to_read_in_one_go(module):
    assert len((ROOT / module).read_text("utf-8").splitlines()) <= LONGEST


def test_tests_lie_where_the_modules_do():
    tests = Path(__file__).parent
    for path in tests.glob("*/**/test_*.py"):
        folder = path.parent.relative_to(tests).as_posix()
        if find_folder(folder) in FOLDERS:
            module = f"{folder}/{path.stem.removeprefix('test_')}.py"
            assert module in MODULES, path


def test_a_folder_in_a_folder_lists_nothing_of_its_own():
    nested = [name for name in TREES if name.count("/") > 1 and name.endswith("__init__.py")]
    assert "loading/exports/__init__.py" in nested
    for name in nested:
        assert [type(node) for node in TREES[name].body] == [ast.Expr], "its docstring alone"


def list_public_functions(module):
    functions = (node for node in TREES[module].body if isinstance(node, ast.FunctionDef))
    return [function for function in functions if function.name in toolkit.__all__]


@pytest.mark.parametrize("module", MODULES)
def test_verbs_tell_what_returns(module):
    for function in list_public_functions(module):
        assert function.name != Path(module).stem
        returned = ast.unparse(function.returns)
        for verb, expected in RETURNS.items():
            if function.name.startswith(verb):
                assert returned.startswith(expected), function.name
        assert ("DataFrame" in returned) == function.name.endswith("_table"), function.name
