import pytest

from reelscore.errors import ConfigurationError
from reelscore.webhooks.urls import WebhookEndpoint, callback_url, match_route, validate_token
from tests.rows import each
from tests.webhooks.posting import SECRET, TOKEN, TOY, UNSIGNED

SIGNED, OPEN = WebhookEndpoint(host=TOY.host, secrets=(SECRET,)), WebhookEndpoint(host=UNSIGNED.host)
ENDPOINTS = {"kie.ai": SIGNED, "sunoapi.org": OPEN}
WRONG = ["wrong", TOKEN[:-1], TOKEN + "x", "\udcff", "é"]


@each(
    "base, host, intents, url",
    [
        ("https://me.example/hooks/", "sunoapi.org", True, f"https://me.example/hooks/sunoapi.org/{TOKEN}/{{intent}}"),
        ("https://me.example", "kie.ai", False, f"https://me.example/kie.ai/{TOKEN}"),
        ("https://me.example", "pixverse.ai", True, f"https://me.example/pixverse.ai/{TOKEN}"),
    ],
)
def test_an_address_holds_the_token_and_a_clients_a_place_for_the_row(
    base: str, host: str, *, intents: bool, url: str
) -> None:
    assert callback_url(base, host, token=TOKEN, intents=intents) == url


@each("token", ["", "short", "x" * 15, "with/a/slash/in/it", "with a space in it", "ünsafe-letters-here"])
def test_a_token_that_can_be_guessed_or_breaks_the_path_is_refused(token: str) -> None:
    with pytest.raises(ConfigurationError):
        validate_token(token)
    assert validate_token("x" * 16) == "x" * 16


@each(
    "path, route",
    [
        *[
            (f"{mount}/sunoapi.org/{TOKEN}/intent-1", (OPEN, "intent-1"))
            for mount in ("", "/hooks", "/api/v1/hooks", "/kie.ai/mounted/below/a/hosts/name")
        ],
        ("/kie.ai", (SIGNED, "")),
        (f"/kie.ai/{TOKEN}/{{intent}}", (SIGNED, "")),  # a placeholder that no client filled in
        *[(path, None) for path in ("/sunoapi.org", "/sunoapi.org/")],
        *[(f"/{host}/{token}", None) for host in ENDPOINTS for token in WRONG],
        *[(path, None) for path in ("", "/", "/nowhere", f"/kie.ai/{TOKEN}/i/more", "/" + "/" * 5_000)],
    ],
)
def test_a_path_leads_to_its_host_with_the_token_or_where_it_signs(
    path: str, route: tuple[WebhookEndpoint, str] | None
) -> None:
    assert match_route(path, ENDPOINTS, token=TOKEN) == route
