"""What vendors offer on a host, by the name that rules and references use."""

from __future__ import annotations

from reelscore.vendors.family import Family, families_of


def family(name: str) -> Family:
    """Return the first family of a host: "kie.ai", or "kie.ai#jobs" for its second route."""
    return families_of(name)[0]
