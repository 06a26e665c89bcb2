import os
import warnings
from pathlib import Path

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import celeryd_init, worker_init, worker_process_init

# In a container there is often only root, and tasks are JSON, never pickle, which is what the warning is about.
warnings.filterwarnings("ignore", category=SecurityWarning)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sightline", task_cls="privacy.wall.task:WalledTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def make_broker_folders() -> None:
    """The file broker does not make its own folders; without them the first task is refused."""
    options = app.conf.broker_transport_options
    for name in ("data_folder_in", "processed_folder", "control_folder"):
        if folder := options.get(name):
            Path(folder).mkdir(parents=True, exist_ok=True)


@celeryd_init.connect
def _before_worker(**_):
    make_broker_folders()


@worker_init.connect
def _behind_the_wall(**_):
    from privacy.wall.checking import refuse_in_production

    refuse_in_production()


@worker_process_init.connect
def _load_models(**_):
    """Once per worker process, and never in the parent: a booster used before a fork can hang after it."""
    from assessments.models_in_use import models_in_use

    models_in_use()
