"""Fixtures of the tests after reports from the field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.field.vendor import FLAVOURS, Hands, Vendor, at_work

_VARIABLES = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE",
    "REELSCORE_LEDGER",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """Run a vendor without a script."""
    with at_work() as found:
        yield found


@pytest.fixture(params=FLAVOURS)
def hands(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hands]:
    """Run the test with each of the two kinds of client."""
    found = Hands(request.param, tmp_path)
    yield found
    found.close()
