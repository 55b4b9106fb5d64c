from .article import Article as Article
from .article import Part as Part
from .article import Span as Span
