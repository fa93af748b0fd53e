"""Answers of real hosts as files: rows like those of tests/data/*-examples.json, without keys, names, signed links."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import httpx

from reelscore.vendors.family import Family

PERSONAL = re.compile("key|token|secret|account|email|user|name|phone", re.IGNORECASE)
"""Fields whose values are left out."""
LINK_QUERY = re.compile(r"(https?://[^\s\"?]+)\?[^\s\"]*")


def scrubbed(value: Any, *, key: str) -> Any:
    """Return an answer without what belongs to the account; shapes and types stay."""
    if isinstance(value, Mapping):
        return {
            name: _blank(item) if PERSONAL.search(name) else scrubbed(item, key=key) for name, item in value.items()
        }
    if isinstance(value, list):
        return [scrubbed(item, key=key) for item in value]
    if isinstance(value, str):
        return LINK_QUERY.sub(r"\1", value.replace(key, "(key)") if key else value)
    return value


def _blank(value: Any) -> Any:
    if isinstance(value, str):
        return "(left out)"
    return 0 if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@attrs.frozen
class Recorder:
    """Writes each JSON answer of a host into a folder, one file per operation and status."""

    host: Family
    key: str = attrs.field(repr=False)
    folder: Path

    def hear(self, response: httpx.Response) -> None:
        """Keep one answer."""
        path = response.request.url.path
        name = self._operation(response.request.method, path)
        response.read()
        if not name or "json" not in response.headers.get("content-type", ""):
            return
        row = {
            "id": f"live/{self.host.name}/{name}",
            "op": name,
            "kind": "response",
            "host": self.host.name,
            "http_status": response.status_code,
            "payload": scrubbed(response.json(), key=self.key),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{self.host.name}-{name}-{response.status_code}.json"
        target.write_text(json.dumps(row, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")

    def _operation(self, method: str, path: str) -> str:
        known = self.host.operations.values()
        return next((o.name for o in known if o.method == method and path.endswith(o.path)), "")
