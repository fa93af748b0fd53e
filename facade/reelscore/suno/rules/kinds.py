"""The sources that Suno's rules name, its vocabularies of models, and helpers; the rules are in the files beside it."""

from __future__ import annotations

import re
from collections.abc import Container

from reelscore.rules.kinds import Values
from reelscore.suno import literals as names

S1 = "sunoapi.org docs, Upload and extend (zh), 2025"
S3 = "Kie.ai docs, Create Music Video (zh), 2025"
KIE_APRIL = "Kie.ai docs, 2026-04-20"
KIE_AUGUST = "Kie.ai OpenAPI export, 2026-08-12"
KIE_JOBS = "Kie.ai docs, jobs (third-party catalogue), 2026-10-01"
SUNO_2025 = "sunoapi.org docs, 2025-11-22"
SUNO_2026 = "sunoapi.org docs, 2026-10"
BOTH = "Kie.ai docs, 2026-04-20; sunoapi.org docs, 2025-11-22"

_CLOSED = re.compile(r"chirp|v\s*[0-5](?!\d)|\W*$", re.IGNORECASE)
"""Names of the generations up to 5, which no page adds to any more, and names that only answers use."""


class _KnownModels:
    def __contains__(self, value: object) -> bool:
        return value in names.EVERY_MODEL or _CLOSED.match(str(value)) is not None


class _NewModels:
    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and _CLOSED.match(value) is None


KNOWN_MODELS: Container[object] = _KnownModels()
"""Models that some page lists, and every other name of a generation up to 5; names of later generations are not."""
NEW_MODELS: Container[object] = _NewModels()
"""Names of generations after the fifth."""


def number(values: Values, name: str) -> float | None:
    """Return a number of the request, or None."""
    value = values.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
