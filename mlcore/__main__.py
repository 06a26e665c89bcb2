"""``python -m mlcore features | train | evaluate | list | verify | promote | rollback``."""

from mlcore.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
