"""The command line, as ``python -m reelscore``."""

import sys

from reelscore.cli import main

sys.exit(main())
