from .actions import action_table as action_table
from .headline import headline_table as headline_table
from .sourcing import Sourcing as Sourcing
from .sourcing import UNSOURCED as UNSOURCED
from .sourcing import source_diversity_table as source_diversity_table
from .sourcing import sourcing_table as sourcing_table
