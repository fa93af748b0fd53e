"""What type checkers know of the Market: checked by the gates, and run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type, get_type_hints

from reelscore.kie import Market, inputs

if TYPE_CHECKING:
    from reelscore import AsyncTask, Task
    from reelscore.kie import AsyncKie, Kie, ModelList, Outputs

    def blocking(kie: Kie) -> None:
        value: inputs.NanoBananaProInput = {"prompt": "a lighthouse", "resolution": "2K", "image_input": ["a.png", b""]}
        assert_type(kie.market("nano-banana-pro", input=value), Task[Outputs])
        assert_type(kie.market("a/model-of-tomorrow", input={"any": "thing"}), Task[Outputs])
        assert_type(kie.models(), ModelList)

    async def awaiting(kie: AsyncKie) -> None:
        assert_type(await kie.market("z-image", input={"prompt": "a", "aspect_ratio": "1:1"}), AsyncTask[Outputs])
        assert_type(await kie.models(max_age=0), ModelList)


def test_each_typed_input_is_of_a_model_that_the_snapshot_has() -> None:
    typed = [name for name in dir(inputs) if name.endswith("Input") and name != "KnownInput"]

    assert len(typed) == 20
    assert all(getattr(inputs, name).__doc__.partition("input of ")[2] for name in typed)
    assert set(get_type_hints(inputs.ZImageInput)) == set(Market.input_schemas()["z-image"]["properties"])


def test_a_typed_input_is_a_plain_one() -> None:
    value: inputs.ZImageInput = {"prompt": "a lighthouse", "aspect_ratio": "1:1"}
    request: Any = Market("z-image", input=value)

    assert request.violations() == ()
    assert request.input == value
