from .duplicates import duplicate_table as duplicate_table
from .plan import PARTITION as PARTITION
from .plan import TABLES as TABLES
from .run import analyse_corpus as analyse_corpus
