"""Who speaks in a news story, through whom, about whom, in what tone, and with which words.

>>> import toolkit as tk
>>> article = tk.parse_article('Rates will rise, the governor said. "Soon," she added.')

Importing `toolkit` is quick: names are loaded on first use (`__init__.pyi` lists them).
"""

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
