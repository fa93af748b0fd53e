"""``python -m reelscore.cli``: the command line where the ``reelscore`` script is not on the path."""

import sys

from reelscore.cli import main

sys.exit(main())
