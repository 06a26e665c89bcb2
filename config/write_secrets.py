"""``python config/write_secrets.py``: make var/secrets.env once, readable by its owner only."""

import base64
import os
import secrets
from pathlib import Path

VAR = Path(os.environ.get("SIGHTLINE_VAR") or Path(__file__).resolve().parent.parent / "var")


def main() -> None:
    VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = VAR / "secrets.env"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(f"SIGHTLINE_SECRET_KEY={secrets.token_urlsafe(48)}\n")
        file.write(f"SIGHTLINE_MASTER_KEY={base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    print(f"Wrote {path}. Keep a copy: without SIGHTLINE_MASTER_KEY nothing stored can be read again.")


if __name__ == "__main__":
    main()
