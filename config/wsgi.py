import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from privacy.wall.checking import refuse_in_production  # noqa: E402  (Django must be ready)

refuse_in_production()
