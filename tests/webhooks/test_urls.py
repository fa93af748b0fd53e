import pytest

from reelscore.errors import ConfigurationError
from reelscore.webhooks.urls import WebhookEndpoint, callback_url, match_route, validate_token
from tests.webhooks.posting import SECRET, TOKEN, TOY, UNSIGNED

SIGNED, OPEN = WebhookEndpoint(host=TOY.host, secrets=(SECRET,)), WebhookEndpoint(host=UNSIGNED.host)
ENDPOINTS = {"kie.ai": SIGNED, "sunoapi.org": OPEN}


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
        validate_token(token)


@pytest.mark.parametrize("mount", ["", "/hooks", "/api/v1/hooks", "/kie.ai/mounted/below/a/hosts/name"])
def test_the_path_is_read_below_any_mount_point(mount: str) -> None:
    route = match_route(f"{mount}/sunoapi.org/{TOKEN}/intent-1", ENDPOINTS, token=TOKEN)

    assert route == (OPEN, "intent-1")


def test_a_signed_host_needs_no_token_and_an_unsigned_one_does() -> None:
    assert match_route("/kie.ai", ENDPOINTS, token=TOKEN) == (SIGNED, "")
    assert match_route("/sunoapi.org", ENDPOINTS, token=TOKEN) is None
    assert match_route("/sunoapi.org/", ENDPOINTS, token=TOKEN) is None


@pytest.mark.parametrize("host", ["kie.ai", "sunoapi.org"])
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", "\udcff", "é"])
def test_a_wrong_token_leads_nowhere(host: str, token: str) -> None:
    assert match_route(f"/{host}/{token}", ENDPOINTS, token=TOKEN) is None


@pytest.mark.parametrize("path", ["", "/", "/nowhere", f"/kie.ai/{TOKEN}/i/more", "/" + "/" * 5_000])
def test_a_path_of_nobody_leads_nowhere(path: str) -> None:
    assert match_route(path, ENDPOINTS, token=TOKEN) is None


def test_a_placeholder_that_no_client_filled_in_names_no_row() -> None:
    assert match_route(f"/kie.ai/{TOKEN}/{{intent}}", ENDPOINTS, token=TOKEN) == (SIGNED, "")
