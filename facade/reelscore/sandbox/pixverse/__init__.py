"""PixVerse as its documents describe it, on pixverse.ai and pixverseai.cn."""

from __future__ import annotations

from typing import Final

from reelscore.sandbox.accounts import Account, known
from reelscore.sandbox.calls import Call, Route, Vendor
from reelscore.sandbox.pixverse import answers, refusals, submit
from reelscore.sandbox.schemas import operations
from reelscore.sandbox.values import refuse_if

AGENTS: Final = {"414562414124109": "recreate", "419629433597950": "real_estate"}


def sign_in(call: Call) -> Account:
    """Check the key, the trace id and the plan."""
    key = call.headers.get("api-key", "")
    refuse_if(not known(key), "auth")
    refuse_if(not call.headers.get("ai-trace-id", "").strip(), "trace")
    account = call.engine.account(call.host, key)
    refuse_if(not account.plan and call.role in {"submit", "upload"}, "plan")
    return account


def refine(call: Call) -> str:
    """Name the operation behind a shared path, or behind the task that is asked about."""
    if call.role == "status":
        task = call.engine.tasks.get((call.host, call.params.get("id", "")))
        return task.operation if task else call.operation
    if call.operation == "image_to_video" and call.fields.get("template_id"):
        return "template_video"
    if call.operation == "recreate":
        return AGENTS.get(str(call.fields.get("agent_id")), "recreate")
    return call.operation


_NAMED: Final = ("template_video", "real_estate", "mask_selection")
"""Operations that share a path with another one, or have a handler of their own."""
_PATHS: Final = {
    name: row.path.removeprefix("/openapi/v2") for name, row in operations("pixverse", "pixverse.ai").items()
}
ROUTES: Final = (
    *(Route("POST", _PATHS[name], name, "submit", submit.submit) for name in submit.OPERATIONS if name not in _NAMED),
    Route("POST", "/video/mask/selection", "mask_selection", "submit", submit.select_masks),
    Route("GET", "/video/result/{id}", "video_result", "status", answers.video_result),
    Route("GET", "/image/result/{id}", "image_result", "status", answers.image_result),
    Route("GET", "/account/balance", "balance", "read", answers.balance),
    Route("POST", "/account/billing/usage-detail", "usage", "read", answers.usage),
    Route("POST", "/image/upload", "upload_image", "upload", submit.upload_image),
    Route("POST", "/media/upload", "upload_media", "upload", submit.upload_media),
    Route("GET", "/video/lip_sync/tts_list", "tts_speakers", "read", answers.old_speakers),
    Route("GET", "/video/tts_speaker", "speakers", "read", answers.speakers),
    Route("POST", "/video/tts_speaker", "create_voice", "read", answers.create_voice),
    Route("DELETE", "/video/tts_speaker/{speaker_id}", "delete_voice", "read", answers.delete_voice),
    Route("GET", "/video/restyle/list", "restyles", "read", answers.restyles),
    Route("GET", "/video/effects/templates/list", "templates", "read", answers.templates),
    Route("POST", "/audio/verification", "verify_audio", "read", answers.verify_audio),
)


def _vendor(host: str, prefix: str) -> Vendor:
    return Vendor(
        host,
        prefix,
        ("/openapi/v2",),
        ROUTES,
        sign_in,
        refusals.refuse,
        refine,
        answers.find_file,
        answers.callbacks,
    )


PIXVERSE: Final = _vendor("pixverse.ai", "pixverse")
PIXVERSE_CN: Final = _vendor("pixverseai.cn", "pixverse-cn")
