"""`python -m tools`: everything that one does with the project, on every system; the Makefile calls it."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  whatever Python a machine has begins here
    sys.exit("Нужен Python 3.11 или новее: поставьте его и повторите им.")

from tools.commands import main

sys.exit(main(sys.argv[1:]))
