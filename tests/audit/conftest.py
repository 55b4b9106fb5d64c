import numpy as np
import pandas as pd
import pytest

import toolkit as tk


@pytest.fixture(scope="session")
def mentions():
    """120 mentions in 12 articles of two outlets, angry with the chance that stands there."""
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "article": np.repeat([f"a{i}" for i in range(12)], 10),
            "publisher": np.repeat(["Herald", "Post"], 60),
            "mention": [f"words {i}" for i in range(120)],
            "start": np.arange(120),
            "end": np.arange(120) + 5,
            "angry": rng.beta(0.6, 1.0, 120).round(3),
        }
    )


@pytest.fixture(scope="session")
def plan(mentions):
    return tk.draw_audit(mentions, of="angry", n=40, by="publisher")


@pytest.fixture
def sheet(plan, tmp_path):
    """A finished sheet: angry where the chance is above .6."""
    path = tk.audit.write_audit(plan, tmp_path / "check.csv")
    drawn = plan.units[plan.units["drawn"]]
    fill(path, label=["yes" if chance > 0.6 else "no" for chance in drawn["claimed"]], coder="Ann")
    return path


def fill(path, **columns):
    """Fill columns of a sheet in, as a spreadsheet would."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False).assign(**columns)
    table.to_csv(path, index=False)
    return table
