"""Suno in the sandbox: stages, conflicts, codes by host and family, the second route."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from reelscore.sandbox import Sandbox
from tests.sandbox.callers import SONG, Suno

KIE, SUNOAPI = "kie.ai", "sunoapi.org"


def test_a_song_passes_its_stages_and_its_files_are_there_at_the_end(sandbox: Sandbox, suno: Suno) -> None:
    task = suno.start()
    fresh, seen = suno.record("/generate", task), []
    for seconds in (2, 11, 22, 60):
        sandbox.advance(seconds)
        record = suno.record("/generate", task)
        tracks = (record["response"] or {}).get("sunoData", [])
        seen.append((record["status"], [bool(track["audioUrl"]) for track in tracks]))

    assert (fresh["status"], fresh["response"]) == ("PENDING", None)
    assert seen == [
        ("PENDING", []),
        ("TEXT_SUCCESS", [False, False]),
        ("FIRST_SUCCESS", [True, False]),
        ("SUCCESS", [True, True]),
    ]
    assert [httpx.get(track["audioUrl"]).headers["content-type"] for track in tracks] == ["audio/mpeg"] * 2
    assert sandbox.balance(suno.host) == 1_000 - 12


def test_a_failed_or_moderated_song_is_refunded(sandbox: Sandbox, suno: Suno) -> None:
    failed, moderated = suno.start(prompt="sandbox:fail"), suno.start(prompt="naked truth")
    sandbox.advance(200)
    records = [suno.record("/generate", task) for task in (failed, moderated)]

    assert [(record["status"], record["errorCode"]) for record in records] == [
        ("GENERATE_AUDIO_FAILED", 501),
        ("SENSITIVE_WORD_ERROR", 400),
    ]
    assert sandbox.balance(suno.host) == 1_000


MADE_UP = {"taskId": "a", "audioId": "b", "name": "n", "description": "d"}
CODES: list[tuple[str, str, dict[str, Any], tuple[int, int]]] = [
    ("model", "/generate", {"model": "V99"}, (422, 400)),
    ("weight", "/generate", {"styleWeight": 0.655}, (422, 400)),
    ("prompt", "/generate", {"prompt": "x" * 5001}, (422, 413)),
    ("callback", "/generate", {"callBackUrl": None}, (422, 400)),
    ("style", "/generate", {"style": ""}, (422, 400)),
    ("moderation", "/generate", {"prompt": "sandbox:reject"}, (400, 400)),
    ("lyrics", "/lyrics", {"prompt": "x" * 201}, (413, 413)),
    ("music", "/wav/generate", MADE_UP, (422, 400)),
    ("persona", "/generate/generate-persona", MADE_UP, (422, 422)),
    ("source", "/generate/upload-cover", {**SONG, "uploadUrl": "https://example.com/unreachable.mp3"}, (451, 451)),
]
"""What is wrong, path, changed or whole body, the codes of Kie and of sunoapi.org."""


@pytest.mark.parametrize(("path", "body", "codes"), [row[1:] for row in CODES], ids=[row[0] for row in CODES])
def test_a_refusal_has_the_code_of_its_host_and_family(
    sandbox: Sandbox, suno: Suno, *, path: str, body: dict[str, Any], codes: tuple[int, int]
) -> None:
    answer = suno.post(path, **({**SONG, **body} if path == "/generate" else body))

    assert answer["code"] == codes[[KIE, SUNOAPI].index(suno.host)]
    assert (len(sandbox.tasks()), int(sandbox.balance(suno.host))) == (0, 1_000)


@pytest.mark.parametrize(
    ("host", "path", "code"),
    [(KIE, "/generate", 402), (KIE, "/lyrics", 429), (SUNOAPI, "/generate", 429), (SUNOAPI, "/mashup", 402)],
)
def test_too_few_credits_have_another_code_in_each_family(sandbox: Sandbox, *, host: str, path: str, code: int) -> None:
    body = {**SONG, "uploadUrlList": ["https://example.com/a.mp3", "https://example.com/b.mp3"]}
    sandbox.set_balance(host, credits="0.1")
    with Suno(sandbox, host) as caller:
        answer = caller.post(
            "/generate/mashup" if path == "/mashup" else path, **({"prompt": "fox"} if path == "/lyrics" else body)
        )

    assert answer["code"] == code


def test_what_exists_once_answers_with_the_task_that_made_it(suno: Suno) -> None:
    task, audio = suno.song()
    wav, cover = (
        suno.start("/wav/generate", taskId=task, audioId=audio),
        suno.start("/suno/cover/generate", taskId=task),
    )
    again = suno.post("/wav/generate", taskId=task, audioId=audio), suno.post("/suno/cover/generate", taskId=task)
    persona = {"taskId": task, "audioId": audio, "name": "n", "description": "d"}

    assert [(answer["code"], answer["data"]["taskId"]) for answer in again] == [(409, wav), (400, cover)]
    assert [suno.post("/generate/generate-persona", **persona)["code"] for _ in range(2)] == [200, 409]


def test_each_record_tells_its_end_in_its_own_words_and_types(sandbox: Sandbox, suno: Suno) -> None:
    told: dict[str, list[Any]] = {}
    for fault in ("moderated", "task-fails", ""):
        task, audio = suno.song()
        of = {"taskId": task, "audioId": audio}
        stems = suno.start("/vocal-removal/generate", **of, type="split_stem")
        sandbox.advance(300)
        if fault:
            sandbox.fault(fault, times=0)
        started = {
            "/wav": suno.start("/wav/generate", **of),
            "/mp4": suno.start("/mp4/generate", **of),
            "/vocal-removal": suno.start("/vocal-removal/generate", **of, type="split_stem"),
            "/suno/cover": suno.start("/suno/cover/generate", taskId=task),
            "/lyrics": suno.start("/lyrics", prompt="foxes"),
            "/midi": suno.start("/midi/generate", taskId=stems),
        }
        sandbox.clear_faults()
        sandbox.advance(300)
        records = {path: suno.record(path, identity) for path, identity in started.items()}
        for path, record in records.items():
            told.setdefault(path, []).append(record.get("successFlag", record.get("status")))

    assert told == {
        "/wav": ["CREATE_TASK_FAILED", "GENERATE_WAV_FAILED", "SUCCESS"],
        "/mp4": ["CREATE_TASK_FAILED", "GENERATE_MP4_FAILED", "SUCCESS"],
        "/vocal-removal": ["CREATE_TASK_FAILED", "GENERATE_AUDIO_FAILED", "SUCCESS"],
        "/suno/cover": [3, 3, 1],
        "/lyrics": ["SENSITIVE_WORD_ERROR", "GENERATE_LYRICS_FAILED", "SUCCESS"],
        "/midi": [2, 3, 1],
    }
    assert len(records["/vocal-removal"]["response"]["originData"]) == 12
    assert isinstance(records["/vocal-removal"]["completeTime"], int)
    assert httpx.get(records["/mp4"]["response"]["videoUrl"]).content[4:8] == b"ftyp"
    assert httpx.get(records["/wav"]["response"]["audioWavUrl"]).content[8:12] == b"WAVE"


def test_midi_is_made_from_stems_and_from_nothing_else(suno: Suno) -> None:
    task, _ = suno.song()

    assert suno.post("/midi/generate", taskId=task)["msg"] == "Music does not exist"


def test_an_extension_must_use_the_model_of_its_source_and_begin_inside_it(suno: Suno) -> None:
    _, audio = suno.song()
    wrong_model = suno.post("/generate/extend", defaultParamFlag=False, audioId=audio, model="V4")
    body = {"defaultParamFlag": True, "audioId": audio, "model": "V5", "style": "a", "title": "b", "prompt": "c"}
    too_late = suno.post("/generate/extend", **body, continueAt=500)

    assert {answer["code"] for answer in (wrong_model, too_late)} == {{KIE: 422, SUNOAPI: 400}[suno.host]}
    assert suno.post("/generate/extend", **body, continueAt=30)["code"] == 200


def test_a_voice_is_made_once_from_a_phrase_that_still_lives(sandbox: Sandbox, suno: Suno) -> None:
    phrase = suno.start("/voice/validate", voiceUrl="https://example.com/a.mp3", vocalStartS=0, vocalEndS=10)
    sandbox.advance(20)
    told = suno.get("/voice/validate-info", taskId=phrase)["data"]
    voice = suno.start("/voice/generate", taskId=phrase, verifyUrl="https://example.com/b.mp3")
    again = suno.post("/voice/generate", taskId=phrase, verifyUrl="https://example.com/b.mp3")
    sandbox.advance(100)

    assert (told["status"], bool(told["validateInfo"])) == ("wait_validating", True)
    assert again["msg"] == "Validate record is not in valid status"
    assert suno.record("/voice", voice)["status"] == "success"
    assert suno.post("/voice/check-voice", task_id=voice)["data"] == {"isAvailable": True}


def test_recovery_tells_its_state_by_the_code_and_revives_dead_links(sandbox: Sandbox) -> None:
    with Suno(sandbox, SUNOAPI) as caller:
        task, _ = caller.song()
        link = caller.record("/generate", task)["response"]["sunoData"][0]["audioUrl"]
        sandbox.advance(13 * 86_400)
        recovery = caller.start("/suno/recovery", sunoTaskId=task)
        running = caller.get("/suno/recovery/record-info", task_id=recovery)
        sandbox.advance(20)
        done = caller.get("/suno/recovery/record-info", task_id=recovery)

    assert (running["code"], running["data"], done["code"]) == (201, None, 200)
    assert httpx.get(link).status_code == 200
    assert httpx.get(done["data"][0]["audio_url"]).status_code == 200


def test_balances_are_bare_numbers_with_decimals_only_on_kie(sandbox: Sandbox) -> None:
    with Suno(sandbox, KIE) as kie, Suno(sandbox, SUNOAPI) as other:
        told = kie.post("/style/generate", content="pop")["data"]
        other.post("/style/generate", content="pop")

        assert (told["creditsConsumed"], told["creditsRemaining"]) == (0.4, 999.6)
        assert (kie.get("/chat/credit")["data"], other.get("/generate/credit")["data"]) == (999.6, 999)
        assert (kie.get("/generate/credit")["code"], other.get("/chat/credit")["code"]) == (404, 404)


def test_unknown_ids_are_errors_and_never_an_empty_success(suno: Suno) -> None:
    paths = ("/generate", "/lyrics", "/wav", "/mp4", "/midi", "/vocal-removal", "/suno/cover", "/voice")
    codes = {suno.get(f"{path}/record-info", taskId="nothing")["code"] for path in paths}
    song, _ = suno.song()

    assert codes == {{KIE: 422, SUNOAPI: 404}[suno.host]}
    assert suno.get("/wav/record-info", taskId=song)["code"] != 200


def test_a_task_of_another_family_is_unknown_on_every_path_but_its_own(kie: Suno) -> None:
    tasks = {
        "/generate/record-info": kie.start(),
        "/veo/record-info": kie.start("/veo/generate", prompt="a fox"),
        "/jobs/recordInfo": kie.start(
            "/jobs/createTask", model="z-image", input={"prompt": "a", "aspect_ratio": "1:1"}
        ),
    }
    codes = {(path, own): kie.get(path, taskId=task)["code"] for path in tasks for own, task in tasks.items()}

    assert codes == {(path, own): 200 if path == own else 422 for path in tasks for own in tasks}
    assert {kie.post("/wav/generate", taskId=task, audioId="b")["code"] for task in tasks.values()} == {422}
    assert kie.post("/suno/cover/generate", taskId=tasks["/veo/record-info"])["code"] == 422


def test_a_wrong_key_gets_the_hosts_own_refusal(sandbox: Sandbox, suno: Suno) -> None:
    with Suno(sandbox, suno.host, key="stranger") as caller:
        answer = caller.post("/generate", **SONG)

    assert (answer["code"], answer["data"]) == (401, None)


def test_the_second_route_takes_snake_case_and_answers_json_in_text(sandbox: Sandbox, kie: Suno) -> None:
    given = {"custom_mode": True, "instrumental": False, "model": "V6", "style": "folk", "title": "Fox", "lyrics": "la"}
    task = kie.post("/jobs/createTask", model="ai-music-api/generate", input=given)["data"]["taskId"]
    fresh = kie.get("/jobs/recordInfo", taskId=task)
    sandbox.advance(200)
    record = kie.get("/jobs/recordInfo", taskId=task)["data"]
    tracks = json.loads(record["resultJson"])["data"]
    wav = kie.post(
        "/jobs/createTask",
        model="ai-music-api/convert-to-wav-format",
        input={"task_id": task, "audio_id": tracks[0]["id"]},
    )

    assert (fresh["data"]["state"], record["state"], record["creditsConsumed"]) == ("waiting", "success", 12)
    assert httpx.get(tracks[0]["audio_url"]).status_code == 200
    assert wav["code"] == 200
    assert sandbox.balance(KIE) == Decimal("987.6")
    assert kie.get("/generate/record-info", taskId=task)["code"] == 422
