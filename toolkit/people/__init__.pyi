from .mentions import SUFFIXES as SUFFIXES
from .mentions import fold as fold
from .names import Name as Name
from .names import find_names as find_names
