from .doors import fetch_article as fetch_article
from .doors import iter_corpus as iter_corpus
from .doors import parse_article as parse_article
from .doors import read_article as read_article
from .doors import read_corpus as read_corpus
from .encodings import decode_path as decode_path
from .records import check_columns as check_columns
from .rows import iter_lines as iter_lines
