"""The shape of the package: what may import what, and how names tell what returns."""

import ast
from pathlib import Path

import pytest

import toolkit

# Lowest first. A module may import those before it, never itself or one after it.
LAYERS = [
    "errors",
    "files",
    "article",
    "text",
    "corrections",
    "lexicon",
    "dates",
    "encodings",
    "english",
    "parts",
    "pages",
    "fetch",
    "records",
    "rows",
    "archives",
    "formats",
    "loaders",
    "language",
    "reader",
    "predicates",
    "names",
    "clauses",
    "quotations",
    "antecedents",
    "aliases",
    "sources",
    "relays",
    "speakers",
    "tables",
    "validity",
    "exports",
    "component",
    "valence",
    "sentiment",
    "stance",
    "tone",
    "agreement",
    "frequency",
    "keywords",
    "keyness",
    "sourcing",
    "concordance",
    "collocation",
    "dispersion",
    "actions",
    "qualifiers",
    "numerals",
    "headline_page",
    "headline",
    "plotting",
    "plots_actions",
    "plots_speakers",
    "plots_sentiment",
    "plots_stance",
    "plots_words",
    "display",
    "exploration",
    "sections",
    "report",
    "lab",
    "duplicates",
    "store",
    "workers",
    "corpus",
    "cli",
]
HEAVY = {  # the first module that may use it
    "py3langid": "english",
    "trafilatura": "pages",
    "lxml": "pages",
    "pyarrow": "rows",
    "warcio": "archives",
    "spacy": "language",
    "onnxruntime": "reader",
    "pandas": "tables",
    "matplotlib": "plotting",
    "anywidget": "exploration",
    "argparse": "cli",
    "tqdm": "corpus",
    "distributed": "workers",
}
RETURNS = {  # of what `import toolkit as tk` offers
    "find_": "list[",
    "count_": "Counter[",
    "plot_": "Axes",
    "write_": "Path",
}
ROOT = Path(toolkit.__file__).parent
TREES = {path.stem: ast.parse(path.read_text("utf-8")) for path in ROOT.glob("[!_]*.py")}


def list_imports(module):
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from toolkit import text` and `from toolkit.text import x` both name toolkit.text
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def list_public_functions(module):
    functions = (node for node in TREES[module].body if isinstance(node, ast.FunctionDef))
    return [function for function in functions if function.name in toolkit.__all__]


def test_every_module_has_its_layer():
    assert TREES.keys() == set(LAYERS)


@pytest.mark.parametrize("module", LAYERS)
def test_imports_go_down(module):
    names = [name.split(".") for name in list_imports(module)]
    imported = {".".join(parts[1:2]) for parts in names if parts[0] == "toolkit"} & TREES.keys()
    assert imported <= set(LAYERS[: LAYERS.index(module)])


@pytest.mark.parametrize("module", LAYERS)
def test_heavy_packages_begin_where_they_should(module):
    used = {name.split(".")[0] for name in list_imports(module)}
    for package, first in HEAVY.items():
        if LAYERS.index(module) < LAYERS.index(first):
            assert package not in used


@pytest.mark.parametrize("module", LAYERS)
def test_verbs_tell_what_returns(module):
    for function in list_public_functions(module):
        assert function.name != module
        returned = ast.unparse(function.returns)
        for verb, expected in RETURNS.items():
            if function.name.startswith(verb):
                assert returned.startswith(expected), function.name
        assert ("DataFrame" in returned) == function.name.endswith("_table"), function.name
