from .checks import write_audit as write_audit
from .drawing import draw_audit as draw_audit
from .drawing import size_audit as size_audit
from .plans import AuditPlan as AuditPlan
from .results import audit_table as audit_table
from .results import confusion_table as confusion_table
from .results import decision_table as decision_table
