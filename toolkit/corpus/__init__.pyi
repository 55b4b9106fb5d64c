from .duplicates import duplicate_table as duplicate_table
from .run import PARTITION as PARTITION
from .run import TABLES as TABLES
from .run import analyse_corpus as analyse_corpus
