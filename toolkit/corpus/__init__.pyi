from .plan import PARTITION as PARTITION
from .plan import TABLES as TABLES
from .run import analyse_corpus as analyse_corpus
