"""The vendors, simulated: PixVerse on both hosts, Suno on kie.ai and sunoapi.org, with their money.

    with rs.sandbox.running(speed=60) as sandbox:
        client = rs.PixVerse(sandbox=sandbox)

Keys: ``sandbox-key`` (Essential, 15,000 PixVerse and 1,000 Suno credits), ``sandbox-free``, ``sandbox-scale``,
``sandbox-business``, ``sandbox-poor`` (no credits to speak of), ``sandbox-noplan``; any other ``sandbox-…`` is an account
of its own.
Words in a text of a request: ``sandbox:reject`` (refused), ``sandbox:moderate``, ``sandbox:fail``, ``sandbox:stuck``,
``sandbox:lyrics`` (in lyrics). In the name of a file or link: ``unreachable``, ``sandbox-moderate``, ``sandbox-matches``,
``sandbox-no-subject``, ``sandbox-no-person``, ``sandbox-wrong-phrase``.
Faults: ``sandbox.fault("answer-lost")``; ``FAULTS`` lists them. From other languages: HTTP below ``/_sandbox``.

It judges requests by tables of its own, never by the facade's rules or price arithmetic.
"""

from reelscore.sandbox.accounts import Line
from reelscore.sandbox.faults import FAULTS, Fault
from reelscore.sandbox.settings import Settings

try:
    from reelscore.sandbox.server import Sandbox, running, serve
except ModuleNotFoundError as missing:
    if (missing.name or "").startswith("reelscore"):
        raise
    raise ModuleNotFoundError(
        f"the sandbox needs {missing.name}: pip install 'reelscore[sandbox]'", name=missing.name
    ) from missing

__all__ = ["FAULTS", "Fault", "Line", "Sandbox", "Settings", "running", "serve"]
