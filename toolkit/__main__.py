"""Run the command line as ``python -m toolkit``."""

import sys

from toolkit.commands import main

sys.exit(main())
