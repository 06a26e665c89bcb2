import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from privacy.wall.checking import refuse_in_production  # noqa: E402  (Django must be ready)

refuse_in_production()
