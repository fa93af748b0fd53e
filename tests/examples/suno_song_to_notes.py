"""From an idea to lyrics, a song, its WAV file, its stems and the notes of the stems."""

from __future__ import annotations

from pathlib import Path

from reelscore.suno import Generate, Lyrics, Midi, Stems, Suno, Wav


def make(suno: Suno, folder: Path) -> list[Path]:
    """Make everything and save it into a folder."""
    words = suno.run(Lyrics(prompt="a fox in the snow, hopeful"))
    song = suno.run(words.next(Generate, style="folk, acoustic guitar", model="V5"))
    wav = suno.run(song.next(Wav))
    stems = suno.run(song.next(Stems, type="split_stem"))
    notes = suno.run(stems.next(Midi))
    saved = [*suno.save_all(song, folder), suno.save(wav, folder / "fox.wav"), *suno.save_all(stems, folder / "stems")]
    return [*saved, notes.save(folder / "fox.mid")]
