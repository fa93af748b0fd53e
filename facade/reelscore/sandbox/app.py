"""The sandbox as one ASGI app: a vendor behind each prefix, files, and the control API."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reelscore.sandbox.control import control_app
from reelscore.sandbox.desk import Desk
from reelscore.sandbox.downloads import serve_file
from reelscore.sandbox.pixverse import PIXVERSE
from reelscore.sandbox.sending import JSON, dump, send_bytes
from reelscore.sandbox.vendors import VENDORS

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from reelscore.sandbox.engine import Engine


ROOTS = frozenset(root.split("/")[1] for root in PIXVERSE.roots)
"""First parts of PixVerse's own paths. Its vendor's client drops the path of a base URL (`urljoin`); no other vendor has these."""


class App:
    """Answer everything that reaches one port.

    Args:
        engine: the shared memory.
        sole: prefix of the only vendor of this port, which then needs no prefix in the path.
    """

    def __init__(self, engine: Engine, sole: str | None = None) -> None:
        self._engine, self._sole = engine, sole
        self._desks = {vendor.prefix: Desk(engine, vendor) for vendor in VENDORS}
        self._control = control_app(engine)
        engine.files.finders = [partial(vendor.find_file, engine) for vendor in VENDORS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request by the first part of its path."""
        if scope["type"] != "http":
            return
        first, _, rest = scope["path"].lstrip("/").partition("/")
        if first == "media":
            await serve_file(scope, send, engine=self._engine, name=rest)
        elif first == "_sandbox":
            await self._control({**scope, "path": f"/{rest}".rstrip("/") or "/", "root_path": ""}, receive, send)
        elif first in self._desks:
            await self._desks[first](scope, receive, send=send, path=f"/{rest}")
        elif (sole := self._sole or (PIXVERSE.prefix if first in ROOTS else None)) is not None:
            await self._desks[sole](scope, receive, send=send, path=scope["path"])
        else:
            hint = {
                "error": "no vendor has this prefix",
                "prefixes": sorted(self._desks),
                "hint": "some clients drop the path of a base URL: --split-ports gives each vendor a port of its own",
            }
            await send_bytes(send, dump(hint), status=404, headers={"content-type": JSON})
