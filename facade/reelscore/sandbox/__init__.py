"""The vendors, simulated: PixVerse on both hosts, Suno on kie.ai and sunoapi.org, with their money.

    with rs.sandbox.running(speed=60) as sandbox:
        client = rs.PixVerse(sandbox=sandbox)

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
