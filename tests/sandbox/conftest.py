"""Sandboxes and callers for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reelscore.sandbox import Sandbox, running
from tests.field.vendor import Vendor, at_work, text
from tests.sandbox.callers import PixVerse, Suno


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox whose clock only moves by hand."""
    with running(speed=0) as found:
        yield found


@pytest.fixture
def pixverse(sandbox: Sandbox) -> Iterator[PixVerse]:
    with PixVerse(sandbox) as caller:
        yield caller


@pytest.fixture(params=["kie.ai", "sunoapi.org"])
def suno(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Suno]:
    with Suno(sandbox, request.param) as caller:
        yield caller


@pytest.fixture
def kie(sandbox: Sandbox) -> Iterator[Suno]:
    with Suno(sandbox, "kie.ai") as caller:
        yield caller


@pytest.fixture
def receiver() -> Iterator[Vendor]:
    """Listen for callbacks; below `/bad` they fail, below `/other` the answer has another word."""
    with at_work({"POST": [text("ok")], "POST /bad": [text("ok", status=500)], "POST /other": [text("okay")]}) as found:
        yield found
