"""Fuzzed from its own documents, the sandbox never breaks and never answers in an undocumented shape."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import _specs
from reelscore.sandbox.app import App
from reelscore.sandbox.engine import Engine, Settings
from reelscore.sandbox.vendors import BASE_PREFIXES, UPLOAD_PREFIXES
from tests.contract.adapters import KEY, SIDES, document
from tests.drawn import drawn

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
bounded = drawn(10, phases=[Phase.explicit, Phase.generate])


class Below:
    """The sandbox's app, seen below one vendor's prefix."""

    def __init__(self, prefix: str) -> None:
        settings = Settings(speed=0, strict_references=False, rate_limit=0)
        self.app, self.prefix = App(Engine(settings)), prefix

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Put the prefix before the path."""
        await self.app({**scope, "path": f"/{self.prefix}{scope['path']}"}, receive, send)


def whole_steps(node: Any) -> Any:
    """Leave out the steps of decimals: what draws them is binary."""
    if isinstance(node, list):
        return [whole_steps(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: whole_steps(value) for key, value in node.items() if key not in {"multipleOf", "callbacks", "webhooks"}
    }


def schema_of(side: tuple[str, str]) -> Any:
    written = whole_steps(copy.deepcopy(document(*side)))
    return schemathesis.openapi.from_dict(written)


def cases() -> Iterator[Any]:
    for side in SIDES:
        for path, method, operation in sorted(_specs.operations(document(*side)), key=lambda found: found[:2]):
            yield pytest.param(side, path, method, id=f"{'-'.join(side)}-{operation['operationId']}")


CASES = [*cases()]
SCHEMAS = {side: schema_of(side) for side in SIDES}


def headers(host: str) -> dict[str, str]:
    return {"API-KEY": KEY} if host.startswith("pixverse") else {"Authorization": f"Bearer {KEY}"}


def call_all(side: tuple[str, str], path: str, *, method: str, mode: GenerationMode) -> None:
    host, own_servers = side[1], "servers" in document(*side)["paths"][path]
    app = Below((UPLOAD_PREFIXES if own_servers else BASE_PREFIXES)[host])
    operation = SCHEMAS[side][path][method.upper()]

    @bounded
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        case.call_and_validate(app=app, base_url="http://sandbox.test", headers=headers(host), checks=CHECKS)

    call()


@pytest.mark.parametrize(("side", "path", "method"), CASES)
def test_what_fits_the_document_is_answered_in_a_documented_shape(
    side: tuple[str, str], path: str, method: str
) -> None:
    call_all(side, path, method=method, mode=GenerationMode.POSITIVE)


@pytest.mark.parametrize(("side", "path", "method"), [case for case in CASES if case.values[2] == "post"])
def test_what_does_not_fit_is_refused_in_a_documented_shape(side: tuple[str, str], path: str, method: str) -> None:
    call_all(side, path, method=method, mode=GenerationMode.NEGATIVE)
