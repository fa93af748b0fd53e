"""Suno's operations as methods of both clients, one line each; fields and documents are the request's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelscore.client.descriptor import LazyRequests, operation

if TYPE_CHECKING:
    from reelscore.suno import requests
else:
    requests = LazyRequests("reelscore.suno.requests")


class SunoOperations:
    """One method per operation; asking a host for one that it lacks says which host has it."""

    generate = operation(requests.Generate)
    extend = operation(requests.Extend)
    upload_cover = operation(requests.UploadCover)
    upload_extend = operation(requests.UploadExtend)
    add_instrumental = operation(requests.AddInstrumental)
    add_vocals = operation(requests.AddVocals)
    replace_section = operation(requests.ReplaceSection)
    mashup = operation(requests.Mashup)
    sounds = operation(requests.Sounds)
    persona = operation(requests.Persona)
    timestamped_lyrics = operation(requests.TimestampedLyrics)
    boost_style = operation(requests.BoostStyle)
    cover_image = operation(requests.CoverImage)
    lyrics = operation(requests.Lyrics)
    wav = operation(requests.Wav)
    stems = operation(requests.Stems)
    midi = operation(requests.Midi)
    music_video = operation(requests.MusicVideo)
    voice_phrase = operation(requests.VoicePhrase)
    voice_phrase_again = operation(requests.VoicePhraseAgain)
    voice = operation(requests.Voice)
    voice_check = operation(requests.VoiceCheck)
    recover_audio = operation(requests.RecoverAudio)
    balance = operation(requests.Balance)
    download_url = operation(requests.DownloadUrl)
    upload_file = operation(requests.UploadFile)
