from .agreement import agreement_table as agreement_table
from .validity import validity_table as validity_table
