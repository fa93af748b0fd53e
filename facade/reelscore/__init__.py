"""Video and music from Python, priced before you pay and never paid twice.

A typed client for PixVerse (pixverse.ai, pixverseai.cn) and Suno (kie.ai, sunoapi.org),
and the other products of kie.ai. Public names load on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelscore._version import __version__ as __version__

VENDOR_PACKAGES = ("reelscore.pixverse", "reelscore.suno", "reelscore.kie")
"""A vendor package registers what it offers on which host when it is imported."""
_NAMES = {
    "AsyncKie": "reelscore.kie",
    "AsyncPixVerse": "reelscore.pixverse",
    "AsyncSuno": "reelscore.suno",
    "AsyncTask": "reelscore.client.task",
    "Budget": "reelscore.ledger.budget",
    "Host": "reelscore.vendors.host",
    "Kie": "reelscore.kie",
    "Ledger": "reelscore.ledger",
    "Money": "reelscore.pricing",
    "PixVerse": "reelscore.pixverse",
    "Plan": "reelscore.pricing",
    "Progress": "reelscore.results",
    "Quote": "reelscore.pricing",
    "Request": "reelscore.requests.request",
    "State": "reelscore.results",
    "Suno": "reelscore.suno",
    "Task": "reelscore.client.task",
    "Violation": "reelscore.errors",
    "hosts": "reelscore.vendors.family",
    "total": "reelscore.pricing",
}
_MODULES = ("durable", "errors", "kie", "pixverse", "sandbox", "suno", "testing", "webhooks")

if TYPE_CHECKING:
    from reelscore import durable, errors, kie, pixverse, sandbox, suno, testing, webhooks
    from reelscore.client.task import AsyncTask, Task
    from reelscore.errors import Violation
    from reelscore.kie import AsyncKie, Kie
    from reelscore.ledger import Ledger
    from reelscore.ledger.budget import Budget
    from reelscore.pixverse import AsyncPixVerse, PixVerse
    from reelscore.pricing import Money, Plan, Quote, total
    from reelscore.requests.request import Request
    from reelscore.results import Progress, State
    from reelscore.suno import AsyncSuno, Suno
    from reelscore.vendors.family import hosts
    from reelscore.vendors.host import Host
else:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"reelscore.{name}")
        if name not in _NAMES:
            packages = VENDOR_PACKAGES if name[:1].isupper() else ()
            found = next((package for package in packages if name in dir(import_module(package))), None)
            hint = f"; {name} is in {found}" if found else ""
            raise AttributeError(f"module 'reelscore' has no attribute {name!r}{hint}")
        value = globals()[name] = getattr(import_module(_NAMES[name]), name)
        return value


__all__ = [
    "AsyncKie",
    "AsyncPixVerse",
    "AsyncSuno",
    "AsyncTask",
    "Budget",
    "Host",
    "Kie",
    "Ledger",
    "Money",
    "PixVerse",
    "Plan",
    "Progress",
    "Quote",
    "Request",
    "State",
    "Suno",
    "Task",
    "Violation",
    "durable",
    "errors",
    "hosts",
    "kie",
    "pixverse",
    "sandbox",
    "suno",
    "testing",
    "total",
    "webhooks",
]


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
