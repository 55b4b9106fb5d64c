"""Who speaks in a news story, through whom, about whom, in what tone, and with which words.

>>> import toolkit as tk
>>> article = tk.parse_article('Rates will rise, the governor said. "Soon," she added.')

Importing `toolkit` is quick: names are loaded on first use (`__init__.pyi` lists them).
"""

import lazy_loader

__version__ = "0.2.0"
_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:  # asked for a name that is not there yet
    if name in __all__ or name.startswith("_"):
        return _load(name)
    from toolkit.base.errors import suggest

    raise AttributeError(f"toolkit has no {name}{suggest(name, __all__)}", name=name)
