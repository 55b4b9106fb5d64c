"""What all views that answer to clicks share: an anywidget whose script lies in this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from toolkit.display.filling import fill

if TYPE_CHECKING:
    from collections.abc import Callable

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
INSTALL = 'run: pip install "narrative-toolkit[lab]", and start the notebook again.'


def make_bundle(
    plain: str, html: str, told: str, open_view: Callable[[], str]
) -> dict[str, object]:
    """Make what a notebook shows: a view where there are widgets, else a page that tells how.

    Parameters
    ----------
    plain, html : str
        What is shown where the view is not; left empty, the page shows `plain`.
    told : str
        What the view is for, as in "To explore the article by clicks".
    open_view : callable
        Starts the view, and gives the name by which a page finds it.
    """
    can_click = find_spec("anywidget") is not None
    how = "run this cell in JupyterLab, Notebook 7 or VS Code." if can_click else INSTALL
    bundle: dict[str, object] = {
        "text/plain": plain,
        "text/html": f"{fill('bundle.html', page=html, plain=plain, told=told, how=how)}",
    }
    if can_click:
        view = {"version_major": 2, "version_minor": 0, "model_id": open_view()}
        bundle[WIDGET_VIEW] = view
    return bundle


def open_view(
    name: str,
    data: dict[str, Any],
    answer: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> str:
    """Start a view, and give the name by which a page finds it.

    Parameters
    ----------
    name : str
        Of its script and looks beside the templates.
    data : dict
        What it shows, as JSON.
    answer : callable, optional
        Takes what a person did, and gives what is to be shown then.
    """
    view = _make_class(name)(data=data)

    def listen(_: object, message: dict[str, Any], __: object) -> None:
        if answer is not None:
            view.data = answer(message)

    view.on_msg(listen)
    return str(view.model_id)


@cache
def _make_class(name: str) -> Any:  # noqa: ANN401 - a class of a package that may be missing
    """Make the class of the view whose script and looks have this name beside the templates."""
    import anywidget
    import traitlets

    folder = files("toolkit.display").joinpath("templates")

    class View(anywidget.AnyWidget):
        _esm = "\n".join(
            folder.joinpath(f"{part}.js").read_text("utf-8") for part in ("view", name)
        )
        _css = "\n".join(
            folder.joinpath(f"{part}.css").read_text("utf-8") for part in ("view", name)
        )
        data = traitlets.Dict().tag(sync=True)

    View.__name__ = f"{name.title()}View"  # a page keeps one style for each name of a class
    return View
