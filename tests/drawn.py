"""How many examples hypothesis draws, and which of them."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

SAME = "same"
"""The profile that guards main."""

# A busy machine is no failing case: hypothesis would time each example, and how long it takes to draw one.
# What guards main is small and the same on every run; `scripts/test --full` looks further, at random.
IDLE = set(HealthCheck) - {HealthCheck.function_scoped_fixture}
settings.register_profile("random", deadline=None, suppress_health_check=[*IDLE], max_examples=100)
settings.register_profile(SAME, settings.get_profile("random"), derandomize=True, database=None, max_examples=20)


def drawn(examples: int, **others: Any) -> settings:
    """Draw *examples* with `--full`, a fifth of them else; what is said of the profile holds for the rest."""
    return settings(max_examples=max(1, examples * settings().max_examples // 100), **others)
