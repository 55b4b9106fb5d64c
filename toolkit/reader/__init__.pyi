from .readings import FOLDER as FOLDER
from .readings import HASHES as HASHES
from .readings import Reading as Reading
from .readings import find_readings as find_readings
from .readings import load_model as load_model
from .weights import InferenceSession as InferenceSession
from .weights import open_session as open_session
from .weights import read_model as read_model
