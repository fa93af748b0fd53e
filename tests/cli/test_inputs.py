import pytest

from reelscore.catalog.operations import VENDORS, Misuse, operations
from reelscore.cli.commands import parameters
from reelscore.cli.inputs import given, parameters_of, shaped, value_of
from reelscore.cli.running import run
from reelscore.rules.schema import fields_of
from tests.shots import Frame, Shot

CLASSES = [cls for vendor in VENDORS for cls in operations(vendor).values()]


def value(name: str, text: object) -> object:
    return value_of(next(field for field in fields_of(Shot) if field.name == name), text)


def test_each_field_is_an_option_and_none_is_needed() -> None:
    options = parameters_of(Shot)

    assert [option.name for option in options] == [field.name for field in fields_of(Shot)]
    assert {option.default.default for option in options} == {None}


def test_no_field_of_a_request_hides_an_option_of_the_command() -> None:
    own = {option.name for option in parameters(run)} | {"from"}
    hidden = {cls.__name__: own & {field.name for field in fields_of(cls)} for cls in CLASSES}

    assert {name: fields for name, fields in hidden.items() if fields} == {}


def test_a_text_becomes_the_type_of_its_field() -> None:
    typed = {"duration": "8", "weight": "0.5", "sound": True, "camera": "8", "img_id": "7"}

    assert given(Shot, typed) == {"duration": 8, "weight": 0.5, "sound": True, "camera": "8", "img_id": 7}


def test_a_path_is_no_id() -> None:
    assert value("img_id", "fox.png") == "fox.png"


def test_lists_and_parts_are_json() -> None:
    body = {"frames": value("frames", '[{"img_id": 1, "seconds": 2.5}]'), "prompt": "x"}

    assert Shot.build(body).frames == (Frame(img_id=1, seconds=2.5),)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("duration", "x", "--duration is 'x', which is no whole number"),
        ("weight", "heavy", "--weight is 'heavy', which is no number"),
        ("frames", "[1", "--frames, line 1, column 3"),
        ("img_ids", "1;2", "which is no JSON"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_options_name(name: str, text: str, words: str) -> None:
    with pytest.raises(Misuse, match=words.replace("[", r"\[")):
        value(name, text)


def test_a_body_is_read_in_the_shape_that_it_has() -> None:
    facade = {"prompt": "x", "model": "v5", "duration": 5, "sound_text": "sea", "call_back_url": "https://a.b"}
    vendor = {"prompt": "x", "model": "v5", "duration": 5, "soundText": "sea", "callBackUrl": "https://a.b"}

    assert shaped(Shot, facade, over={}) == shaped(Shot, vendor, over={}) == Shot.build(facade)


def test_an_option_wins_over_the_file_in_either_shape() -> None:
    assert shaped(Shot, {"soundText": "sea"}, over={"sound_text": "wind"}) == Shot.build({"sound_text": "wind"})
    assert shaped(Shot, {"sound_text": "sea"}, over={"sound_text": "wind"}) == Shot.build({"sound_text": "wind"})


def test_unknown_fields_of_a_file_stay() -> None:
    assert shaped(Shot, {"nix": 1}, over={}).extra == {"nix": 1}
