"""News is found sooner than at a fixed interval, and nothing rolls by in silence."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "rhythms.py"
SEED = 11
EVERY_SIXTH = 6  # of the fifty, for the time that a test may take


@pytest.fixture(scope="module")
def rhythms() -> ModuleType:
    """The simulation that the benchmark runs in full."""
    spec = importlib.util.spec_from_file_location("rhythms", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rhythms"] = module
    spec.loader.exec_module(module)
    return module


def test_a_month_by_rhythm_beats_a_month_by_the_clock(rhythms: ModuleType) -> None:
    publishers = rhythms.fifty(SEED)[1::EVERY_SIXTH]
    figures = rhythms.measured(publishers, SEED).figures()
    assert figures["ratio"] <= 0.4
    assert figures["ratio_without_wires"] <= rhythms.FLOOR
    assert figures["strict_without_wires"] <= rhythms.FLOOR
    assert figures["unreported"] == 0


def test_floods_longer_than_the_listing_are_lost_and_told(rhythms: ModuleType) -> None:
    month = rhythms.measured(rhythms.fifty(SEED)[-1:], SEED)
    figures = month.figures()
    assert figures["lost"] > 0
    assert figures["unreported"] == 0
