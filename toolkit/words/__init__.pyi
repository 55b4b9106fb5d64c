from .collocation import collocation_table as collocation_table
from .concordance import concordance_table as concordance_table
from .concordance import voice_table as voice_table
from .dispersion import dispersion_table as dispersion_table
from .frequency import count_words as count_words
from .frequency import frequency_table as frequency_table
from .keyness import keyness_table as keyness_table
from .keywords import keyword_table as keyword_table
