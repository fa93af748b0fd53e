import pytest

from reelscore.errors import ConfigurationError
from reelscore.webhooks.addresses import Door, Way, callback_url, checked_token, find_way
from tests.webhooks.posting import SECRET, TOKEN, TOY, UNSIGNED

SIGNED, OPEN = Door(source=TOY, secrets=(SECRET,)), Door(source=UNSIGNED)
DOORS = {"kie.ai": SIGNED, "sunoapi.org": OPEN}


def test_a_clients_address_holds_the_token_and_a_place_for_the_row() -> None:
    url = callback_url("https://me.example/hooks/", "sunoapi.org", token=TOKEN)

    assert url == f"https://me.example/hooks/sunoapi.org/{TOKEN}/{{intent}}"


def test_a_consoles_address_is_the_same_for_every_task() -> None:
    plain = callback_url("https://me.example", "kie.ai", token=TOKEN, intents=False)

    assert plain == f"https://me.example/kie.ai/{TOKEN}"
    assert callback_url("https://me.example", "pixverse.ai", token=TOKEN) == f"https://me.example/pixverse.ai/{TOKEN}"


@pytest.mark.parametrize("token", ["", "short", "with/a/slash/in/it", "with a space in it", "ünsafe-letters-here"])
def test_a_token_that_can_be_guessed_or_breaks_the_path_is_refused(token: str) -> None:
    with pytest.raises(ConfigurationError):
        checked_token(token)


@pytest.mark.parametrize("mount", ["", "/hooks", "/api/v1/hooks", "/kie.ai/mounted/below/a/hosts/name"])
def test_the_path_is_read_below_any_mount_point(mount: str) -> None:
    way = find_way(f"{mount}/sunoapi.org/{TOKEN}/intent-1", DOORS, token=TOKEN)

    assert way == Way(door=OPEN, intent="intent-1")


def test_a_signed_host_needs_no_token_and_an_unsigned_one_does() -> None:
    assert find_way("/kie.ai", DOORS, token=TOKEN) == Way(door=SIGNED)
    assert find_way("/sunoapi.org", DOORS, token=TOKEN) is None
    assert find_way("/sunoapi.org/", DOORS, token=TOKEN) is None


@pytest.mark.parametrize("host", ["kie.ai", "sunoapi.org"])
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", "\udcff", "é"])
def test_a_wrong_token_leads_nowhere(host: str, token: str) -> None:
    assert find_way(f"/{host}/{token}", DOORS, token=TOKEN) is None


@pytest.mark.parametrize("path", ["", "/", "/nowhere", f"/kie.ai/{TOKEN}/i/more", "/" + "/" * 5_000])
def test_a_path_of_nobody_leads_nowhere(path: str) -> None:
    assert find_way(path, DOORS, token=TOKEN) is None


def test_a_placeholder_that_no_client_filled_in_names_no_row() -> None:
    assert find_way(f"/kie.ai/{TOKEN}/{{intent}}", DOORS, token=TOKEN) == Way(door=SIGNED, intent="")
