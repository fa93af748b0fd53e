"""Paths, fields and stages of the Suno hosts' operations, from `data/suno.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs

from reelscore.sandbox.tables import own_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.checking import Schema

Route: TypeAlias = Literal["paths", "jobs"]
KIE: Final = "kie.ai"
SUNOAPI: Final = "sunoapi.org"
V6: Final = ("V6", "V6_WILD", "V6_MINI")


@attrs.frozen(kw_only=True)
class Operation:
    """One paid operation."""

    name: str
    path: str
    record: str
    """Name of the record's shape; empty for what is answered at once."""
    stages: tuple[float, ...]
    """Seconds after which each stage begins."""
    family: Literal["A", "B"]
    """Code family on sunoapi.org. Source: docs.sunoapi.org."""
    jobs: str
    """Model string on Kie's second route."""
    models: tuple[str, ...]
    """Models that it takes on Kie's first route; empty for the host's list."""
    hosts: tuple[str, ...]
    """Hosts that have a path of its own for it."""
    required: tuple[str, ...]
    jobs_required: tuple[str, ...]
    fields: Mapping[str, Schema]

    def accepted_models(self, host: str, route: Route) -> tuple[str, ...]:
        """Return the models that *host* takes for this operation."""
        if not self.models:
            return MODELS["jobs" if route == "jobs" else host]
        return self.models if host == KIE and route == "paths" else (*self.models, *V6)

    def known(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of *body* that the operation has; the vendors ignore all others."""
        return {name: value for name, value in body.items() if name in self.fields}

    def needed(self, host: str, route: Route) -> tuple[str, ...]:
        """Return the fields that must be there."""
        if route == "jobs":
            return self.jobs_required
        return tuple(name for name in self.required if name not in SPARED.get((host, self.name), ()))


SPARED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (SUNOAPI, "add_vocals"): ("prompt",),
    (SUNOAPI, "upload_cover"): ("instrumental",),
}
"""Fields that are required on Kie and optional on sunoapi.org's newest pages. Source: docs.sunoapi.org."""

_TABLE: Final = own_table("suno")
MODELS: Final[Mapping[str, tuple[str, ...]]] = {name: tuple(models) for name, models in _TABLE["models"].items()}


def _operation(name: str, row: dict[str, Any]) -> Operation:
    own, optional = row.pop("fields", {}), row.pop("optional")
    names = dict.fromkeys((*row["required"], *row["jobs_required"], *optional))
    lists: dict[str, Any] = {key: tuple(row.pop(key, ())) for key in ("stages", "models", "required", "jobs_required")}
    hosts = tuple(row.pop("hosts", (KIE, SUNOAPI)))
    fields = {field: own.get(field) or _TABLE["fields"][field] for field in names}
    return Operation(name=name, hosts=hosts, fields=fields, family=row.pop("family", "A"), **lists, **row)


OPERATIONS: Final[Mapping[str, Operation]] = {name: _operation(name, row) for name, row in _TABLE["operations"].items()}
BY_JOBS_MODEL: Final[Mapping[str, Operation]] = {operation.jobs: operation for operation in OPERATIONS.values()}
