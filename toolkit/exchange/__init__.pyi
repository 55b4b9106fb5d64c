from .attributions import read_attributions as read_attributions
from .exports import to_doc as to_doc
from .exports import write_brat as write_brat
from .exports import write_web_annotations as write_web_annotations
from .sheets import read_decided as read_decided
from .sheets import update_corrections as update_corrections
from .sheets import write_corrections as write_corrections
