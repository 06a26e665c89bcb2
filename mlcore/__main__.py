"""``python -m mlcore features | train | evaluate | list | verify | promote | rollback``."""

import sys

from mlcore import reproducible

if __name__ == "__main__":
    if sys.argv[1:2] == ["train"]:
        reproducible.pin()
    from mlcore.cli import main

    raise SystemExit(main())
