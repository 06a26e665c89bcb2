"""``python -m config.processes``: the web server and the workers side by side, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from config import env
from config.celery import make_broker_folders

BIN = Path(sys.executable).parent
ADDRESS = f"127.0.0.1:{env.PORT}"
SLOW = 20  # seconds after which somebody who waits wants a word


def main() -> int:
    if _taken(env.PORT):
        print(f"Port {env.PORT} is in use. Stop what runs there, or choose another: make demo PORT=8001")
        return 1
    make_broker_folders()
    running = [_start(command) for command in commands()]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_it_answers(running)
        print(f"\nSightline answers at http://{ADDRESS}/\n{_logins()}\nCtrl-C stops everything.", flush=True)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        print("One of the processes stopped; stopping the others.", flush=True)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)


def commands() -> list[list[str]]:
    """A writer of its own only where a language model may be asked at all."""
    return [web(), worker(), *([writer()] if env.LLM_URL and not env.EGRESS_OFF else [])]


def web() -> list[str]:
    workers = str(min(os.cpu_count() or 1, 4))
    return [
        *(str(BIN / "gunicorn"), "config.wsgi", "--bind", ADDRESS, "--worker-class", "gthread"),
        *("--workers", workers, "--threads", "4", "--log-level", "warning", "--no-control-socket"),
    ]


def worker() -> list[str]:
    concurrency = str(min(os.cpu_count() or 1, 4))
    return [
        *(str(BIN / "celery"), "-q", "-A", "config", "worker", "--beat", "--loglevel", "WARNING"),
        *("--concurrency", concurrency, "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def writer() -> list[str]:
    """Waits for a language model outside, many calls at once, so that no score waits behind it."""
    return [
        *(str(BIN / "celery"), "-q", "-A", "config", "worker", "--queues", "feedback", "--loglevel", "WARNING"),
        *("--pool", "threads", "--concurrency", "8", "--hostname", "writer@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _start(command: list[str]) -> subprocess.Popen:
    # A session of its own: Ctrl-C reaches this process only, which then stops the two in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


def _wait_until_it_answers(running, seconds: float = 300) -> None:
    """A busy laptop takes its time; only a process that ended, or five minutes, mean that it will not start."""
    begun = time.monotonic()
    told = False
    while all(process.poll() is None for process in running):
        if _answers():
            return
        waited = time.monotonic() - begun
        if waited > seconds:
            raise SystemExit(f"The web server did not answer within {seconds:.0f} seconds, though it runs.")
        if waited > SLOW and not told:
            print("Still starting: this machine is busy.", flush=True)
            told = True
        time.sleep(0.2)
    raise SystemExit("The web server did not start; its message stands above.")


def _answers() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", env.PORT), timeout=5) as line:
            line.sendall(f"GET / HTTP/1.0\r\nHost: {ADDRESS}\r\n\r\n".encode())
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def _logins() -> str:
    if not env.DEMO:
        return ""
    from students.demo import LOGINS, PASSWORD

    rows = "\n".join(f"  {login['username']:<14}{login['label']} ({login['note']})" for login in LOGINS)
    return f"\nSign in with one of these names and the password {PASSWORD}\n{rows}\n"


def _stop(running) -> None:
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _interrupt(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
