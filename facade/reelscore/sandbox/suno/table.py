"""The operations of the Suno hosts, from `data/suno.csv`; what they take is in `schemas`."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from reelscore.sandbox.tables import own_rows

Route: TypeAlias = Literal["paths", "jobs"]
KIE: Final = "kie.ai"
SUNOAPI: Final = "sunoapi.org"
V6: Final = frozenset({"V6", "V6_WILD", "V6_MINI"})


class Operation(NamedTuple):
    """One paid operation."""

    name: str
    record: str
    """Name of the record's shape; empty for what is answered at once."""
    stages: tuple[float, ...]
    """Seconds on the sandbox clock after which each stage begins: third-party measurements where they exist (text in
    seconds, streams at 22-32 s, files at 57-74 s), the sandbox's own choice elsewhere."""
    family: str
    """Code family on sunoapi.org: B answers with Kie's codes. Source: docs.sunoapi.org."""
    jobs: str
    """Model string on Kie's second route."""


OPERATIONS: Final = {
    row["operation"]: Operation(
        row["operation"], row["record"], tuple(map(float, row["stages"].split())), row["family"], row["jobs"]
    )
    for row in own_rows("suno")
}
BY_JOBS_MODEL: Final = {operation.jobs: operation for operation in OPERATIONS.values()}
