"""Make small but real media from parameters: video, sound, pictures, notes.

Every file is built bit by bit with the standard library, so no encoder and no sample file is
needed, and equal parameters give equal bytes. What a task delivers, and under which address,
is decided elsewhere in the sandbox.
"""

from reelscore.sandbox.media._frames import frame_size
from reelscore.sandbox.media._midi import midi
from reelscore.sandbox.media._mp3 import mp3
from reelscore.sandbox.media._mp4 import video
from reelscore.sandbox.media._png import png
from reelscore.sandbox.media._wav import wav

__all__ = ["frame_size", "midi", "mp3", "png", "video", "wav"]
