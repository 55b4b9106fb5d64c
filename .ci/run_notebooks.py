"""Run the notebooks in fresh kernels, and write them as they are committed.

    uv run .ci/run_notebooks.py             all of them
    uv run .ci/run_notebooks.py 01 07       those whose names begin so
    uv run .ci/run_notebooks.py --check     run none; say which are not as this script writes them

After a merge conflict in a notebook take either side's cells, and run this again.
"""

import os
import sys
from pathlib import Path

import nbformat
from arguments import ask
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
TIMEOUT = 300  # seconds a cell; the first one loads spaCy
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # names a kernel that is gone
HIDDEN = "hide-input"  # tag of code that only shapes data: folded in JupyterLab and on the site
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # without the version, which differs
}


def main() -> int:
    """Do what the command says; return 1 if a notebook fails or is not as it should be."""
    options = ask(__doc__)
    paths = [path for path in sorted(FOLDER.glob("*.ipynb")) if options.takes(path.name)]
    treat = find_faults if options.check else run_notebook
    faults = [fault for path in paths for fault in treat(path)]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def run_notebook(path: Path) -> list[str]:
    """Run a notebook and write it; where a cell fails, leave the file and tell how."""
    sys.stderr.write(f"{path.name}\n")
    os.environ["PYTHONHASHSEED"] = "0"  # for the kernel
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        return [f"{path.name}: {error}"]
    path.write_text(write_clean(notebook), encoding="utf-8")
    return []


def find_faults(path: Path) -> list[str]:
    """Tell in what a notebook differs from one that this script has written."""
    written = path.read_text("utf-8")
    notebook = nbformat.reads(written, as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if is_code(cell)]
    faults = []
    if counts != [*range(1, len(counts) + 1)]:
        faults.append(f"{path.name}: cells must be run once each, in order; found {counts}")
    if written != write_clean(notebook):
        faults.append(f"{path.name}: must be as run_notebooks.py writes it; found other metadata")
    return faults


def is_code(cell: NotebookNode) -> bool:
    """Tell whether a cell holds code that is run."""
    return cell.cell_type == "code" and bool(cell.source.strip())


def write_clean(notebook: NotebookNode) -> str:
    """Write a notebook without times, versions, widgets and what an editor remembers."""
    clean = nbformat.from_dict({**notebook, "metadata": METADATA})
    for cell in clean.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if key in cell.metadata}
        if HIDDEN in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return nbformat.writes(clean) + "\n"


if __name__ == "__main__":
    sys.exit(main())
