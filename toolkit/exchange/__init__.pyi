from .exports import to_doc as to_doc
from .exports import write_brat as write_brat
from .exports import write_web_annotations as write_web_annotations
from .sheets import list_sheet_rows as list_sheet_rows
from .sheets import write_corrections as write_corrections
