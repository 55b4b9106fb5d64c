from .annotation import annotate as annotate
from .annotation import picture as picture
from .exploration import explore as explore
from .report import compose_comparison as compose_comparison
from .report import compose_report as compose_report
from .report import write_report as write_report
from .workbook import write_workbook as write_workbook
from .side_by_side import compare as compare
