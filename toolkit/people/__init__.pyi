from .mentions import SUFFIXES as SUFFIXES
from .mentions import fold as fold
from .mentions import has_initials as has_initials
from .names import Name as Name
from .names import find_names as find_names
