import os
import signal
from pathlib import Path

os.environ["TQDM_DISABLE"] = "1"  # no bar in a slow notebook's outputs
os.environ["PYTHONHASHSEED"] = "0"  # for the notebooks' kernels, as when they were written
os.environ.pop("MPLBACKEND", None)  # a kernel shows pictures through its own

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from hypothesis import settings

import toolkit as tk

mpl.use("Agg")  # no window
# A shell that runs the tests behind "&" lets them, and all that they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# The same texts on each run; a first call may load a model, and takes as long as that takes.
settings.register_profile("toolkit", deadline=None, derandomize=True)
settings.load_profile("toolkit")


@pytest.fixture(scope="session")
def seed_path():
    return Path(__file__).parent.parent / "seeds" / "gaps_of_trust_syria_deal.txt"


@pytest.fixture(scope="session")
def seed(seed_path):
    return tk.read_article(seed_path)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")
