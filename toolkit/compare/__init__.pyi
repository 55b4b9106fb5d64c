from .duplicates import Index as Index
from .duplicates import Sketch as Sketch
from .duplicates import duplicate_table as duplicate_table
from .duplicates import sketch_article as sketch_article
from .duplicates import tabulate_duplicates as tabulate_duplicates
