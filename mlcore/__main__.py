"""``python -m mlcore features | train | evaluate | verify | registry | robustness``."""

from mlcore.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
