__version__: str

from .article import Article as Article
from .article import Part as Part
from .article import Span as Span
from .errors import ReadError as ReadError
from .errors import ToolkitError as ToolkitError
from .loaders import iter_corpus as iter_corpus
from .loaders import parse_article as parse_article
from .loaders import read_article as read_article
from .loaders import read_corpus as read_corpus
from .article import Quotation as Quotation
from .quotations import find_quotations as find_quotations
from .speakers import Attribution as Attribution
from .speakers import Relay as Relay
from .speakers import Speaker as Speaker
from .speakers import attribute_quotations as attribute_quotations
from .speakers import find_attributions as find_attributions
from .speakers import find_speakers as find_speakers
from .tables import article_table as article_table
from .tables import quotation_table as quotation_table
from .tables import speaker_table as speaker_table
from .display import annotate as annotate
from .display import picture as picture
from .plots import plot_relays as plot_relays
from .plots import plot_speakers as plot_speakers
from .report import write_report as write_report
