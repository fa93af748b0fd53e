"""What vendors offer on a host, by the name that rules and references use."""

from __future__ import annotations

from reelscore.vendors.family import Family, families_of, find_family, hosts


def families() -> list[Family]:
    """List every vendor's operations on every host, second routes last."""
    return [family for name in (*hosts, "kie.ai#jobs") for family in families_of(name)]


def family(name: str) -> Family:
    """Return the family of a host, or by the route that the name ends with; where vendors share it, that of songs."""
    (first, *others) = families_of(name)
    return find_family("suno", name) if others else first
