"""The host sunoapi.org; kie.ai, which has more than Suno, is in ``reelscore.kie``."""

from __future__ import annotations

from reelscore.vendors.host import Host, Limits
from reelscore.vendors.tables import load_plans

__all__ = ["SUNOAPI_ORG"]

SUNOAPI_ORG = Host(
    name="sunoapi.org",
    base_url="https://api.sunoapi.org",
    upload_url="https://sunoapiorg.redpandaai.co",
    key_variable="SUNOAPI_API_KEY",
    base_url_variable="SUNOAPI_BASE_URL",
    key_page="https://sunoapi.org/api-key",
    download_advice="ask for the file again with client.recover_audio(task_id=...), then save what it gives",
    log_page="https://sunoapi.org/dashboard",
    limits=Limits(submissions=20, window=10.0, polls_per_second=3.0),
    plans=load_plans("reelscore.suno", "sunoapi.org"),
)
