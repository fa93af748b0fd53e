"""The vendors, simulated with their money: PixVerse and Suno on both hosts, kie.ai's films, pictures and Market.

    with rs.sandbox.running(speed=60) as sandbox:
        client = rs.PixVerse(sandbox=sandbox)

It judges requests by the specifications and tables of its own, never by the facade's rules or price arithmetic. From
other languages: HTTP below ``/_sandbox``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.sandbox.accounts import PLANS, Line
from reelscore.sandbox.faults import FAULTS, NAMES, WORDS, Fault

if TYPE_CHECKING:
    from reelscore.sandbox.engine import Settings
    from reelscore.sandbox.server import Sandbox, running, serve

__all__ = ["FAULTS", "Fault", "Line", "Sandbox", "Settings", "running", "serve"]


def _table(title: str, rows: dict[str, str]) -> str:
    width = max(map(len, rows)) + 2
    return "\n".join([f"{title}:", "", *(f"  {name:<{width}}{text}" for name, text in rows.items())])


GUIDE = "\n\n".join(
    (
        _table(
            "Keys",
            {key: plan.text for key, plan in PLANS.items()}
            | {"sandbox-ANY": "any other name is an account of its own, like sandbox-key"},
        ),
        _table("Words in any text of a request", {word: text for word, (_, text) in WORDS.items()}),
        _table("Words in names, links and lyrics", dict(NAMES)),
        _table(
            'Faults, sandbox.fault("NAME") or POST /_sandbox/faults', {name: kind.text for name, kind in FAULTS.items()}
        ),
    )
)
"""Keys, words and faults; also in ``reelscore sandbox --help``."""
__doc__ = f"{__doc__}\n{GUIDE}\n"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from reelscore.sandbox import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("reelscore"):
            raise
        needed = f"the sandbox needs {missing.name}: pip install 'reelscore[sandbox]'"
        raise ModuleNotFoundError(needed, name=missing.name) from missing
    return getattr(server, name)
