"""The requests of the Market: a job of any model, and questions about models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.errors import Violation
from reelscore.flows.files import replaced
from reelscore.kie.market import prices, results
from reelscore.kie.market.catalog import TOLD, ModelList, PriceText, SchemaDocument, SuccessRate
from reelscore.kie.market.rules import SCHEMES, violations
from reelscore.kie.market.snapshot import snapshot, walk
from reelscore.kie.rules import RULES
from reelscore.pricing import PriceLine, Quote
from reelscore.requests.request import DirectRequest, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import described, field_info
from reelscore.vendors.family import Family
from reelscore_wire.kie import models as wire

if TYPE_CHECKING:
    from reelscore_wire.market.inputs import KnownInput, KnownModel
else:
    # For type checkers and editors: at run time any name and any object is taken, and no vocabulary is tabulated.
    KnownModel, KnownInput = str, Mapping[str, Any]

__all__ = ["Market", "ModelPrice", "ModelSchema", "ModelSuccessRate", "Models"]
R = TypeVar("R", covariant=True)
_MODEL = field_info("the model's id, such as kling-2.6/image-to-video")


def _price(request: Any, _host: Family) -> Quote:
    return prices.quote(request.model, request.input, snapshot(), source_seconds=request.source_seconds)


@frozen(kw_only=True)
class Market(wire.MarketRequest, TaskRequest[results.Outputs]):
    """Run a model of Kie's Market by its name; a dated snapshot of its page judges and prices the input.

    What the snapshot finds wrong is a warning, for pages change weekly: the vendor decides. Errors are an empty input,
    which one model makes a paid task of, what is no JSON, and no address where a file is taken. A path, bytes or a
    binary file in a field that takes a URL is uploaded first.
    """

    vendor: ClassVar[str] = "kie"
    rules: ClassVar[tuple[Rule, ...]] = RULES
    price: ClassVar[Callable[[Any, Family], Quote]] = staticmethod(_price)

    model: KnownModel | str = attrs.field(kw_only=False, metadata=_MODEL)
    input: KnownInput | Mapping[str, Any] = attrs.field(
        hash=False, metadata=field_info("the model's own fields, as a JSON object", media="any")
    )
    source_seconds: float | None = attrs.field(
        default=None, metadata=field_info("length of the source in seconds, when you know it", local=True)
    )

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if isinstance(self.input, Mapping):
            object.__setattr__(self, "input", _with_paths(self.model, self.input))

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a request from a vendor-shaped body, whose input stands as it came."""
        request = super().from_wire(body)
        if isinstance(body.get("input"), Mapping):
            object.__setattr__(request, "input", dict(body["input"]))
        return request

    def to_json(self) -> dict[str, Any]:
        """Write the facade-named fields as JSON; files in the input by their names."""
        return {**super().to_json(), "input": _described(self.input)}

    def own_violations(self) -> Iterator[Violation]:
        """Judge what no row of a table can: the input, by the snapshot of its model."""
        yield from super().own_violations()
        asked: Any = self  # a body that was read may hold anything
        model, value = asked.model, asked.input
        if isinstance(model, str) and isinstance(value, Mapping):
            yield from violations(model, value, snapshot(), TOLD.get(model))
            beside = self._fields().keys() & self.extra.keys()
            for name in sorted(beside):
                allowed = f"a field of the input: input={{{name!r}: ...}}"
                yield Violation(rule="input.beside", field=name, given=self.extra[name], allowed=allowed)

    @classmethod
    def input_schemas(cls) -> Mapping[str, Mapping[str, Any]]:
        """Return what each listed model takes, as JSON Schema, by the day of the snapshot."""
        listed = [model for model in snapshot().models.values() if model.status == "listed"]
        return {
            model.model: {"type": "object", "required": model.required, "properties": model.fields} for model in listed
        }

    def _fields(self) -> Mapping[str, Any]:
        found = snapshot().models.get(self.model)
        return found.fields if found else {}


def _with_paths(model: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return an input without what is None, and with paths where a text in a file's field is no address."""
    found = snapshot().models.get(model) if isinstance(model, str) else None
    made: Any = {str(name): held for name, held in value.items() if held is not None}
    for place, held, kind in list(walk(found.fields, made)) if found else ():
        if kind and isinstance(held, str) and held and "://" not in held and not held.lower().startswith(SCHEMES):
            made = replaced(made, place, Path(held))
    return cast("dict[str, Any]", made)


def _described(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _described(held) for name, held in value.items()}
    return [_described(item) for item in value] if isinstance(value, (list, tuple)) else described(value)


# -- Questions ---------------------------------------------------------------------------------------------------------

_ID = re.compile(r"\w[\w.\-]*(?:/\w[\w.\-]*)*", re.ASCII)
_DAY = 86_400.0
_AGE = field_info("seconds for which an answer kept on disk is new enough; 0 asks the vendor", local=True)
_FREE = Quote.of(PriceLine("question", Decimal(0)), source="reads are free")


@frozen(kw_only=True)
class _Question(DirectRequest[R]):
    vendor: ClassVar[str] = "kie"
    price: ClassVar[Callable[[Any, Family], Quote]] = staticmethod(lambda *_: _FREE)

    def own_violations(self) -> Iterator[Violation]:
        """Refuse what cannot be the id of a model, since it stands in the path."""
        yield from super().own_violations()
        model = getattr(self, "model", "")
        if isinstance(model, str) and model and not _ID.fullmatch(model):
            allowed = "words of letters, digits, dots and dashes, with single slashes between them"
            yield Violation(rule="model.id", field="model", given=model, allowed=allowed)


@frozen(kw_only=True)
class Models(wire.ModelsRequest, _Question[ModelList]):
    """List the models that the vendor takes; one answer a day is kept on disk."""

    max_age: float = attrs.field(default=_DAY, metadata=_AGE)


@frozen(kw_only=True)
class ModelSchema(wire.ModelSchemaRequest, _Question[SchemaDocument]):
    """Ask what a model takes; one answer a day is kept on disk."""

    model: str = attrs.field(kw_only=False, metadata=_MODEL)
    max_age: float = attrs.field(default=_DAY, metadata=_AGE)


@frozen(kw_only=True)
class ModelPrice(wire.ModelPriceRequest, _Question[PriceText]):
    """Ask what a model costs, in the vendor's words; one answer a day is kept on disk."""

    model: str = attrs.field(kw_only=False, metadata=_MODEL)
    max_age: float = attrs.field(default=_DAY, metadata=_AGE)


@frozen(kw_only=True)
class ModelSuccessRate(wire.ModelSuccessRateRequest, _Question[SuccessRate]):
    """Ask how many jobs of a model succeeded in the last day; one answer every ten minutes is kept on disk."""

    model: str = attrs.field(kw_only=False, metadata=_MODEL)
    max_age: float = attrs.field(default=600.0, metadata=_AGE)
