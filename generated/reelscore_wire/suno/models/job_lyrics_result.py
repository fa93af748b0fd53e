from __future__ import annotations

import attrs
from reelscore.vendors.wire import Answer, inner

from .job_lyrics_texts import JobLyricsTexts


@attrs.frozen(kw_only=True, eq=False)
class JobLyricsResult(Answer):
    """Job lyrics result."""

    result_object: JobLyricsTexts | None = attrs.field(
        default=None, metadata=inner("resultObject", model=JobLyricsTexts)
    )
