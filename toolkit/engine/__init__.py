"""Parser, reader and resolver as one value, and what it is asked once an article."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
