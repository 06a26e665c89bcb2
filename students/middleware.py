"""What declares nothing is not answered."""

import logging

from django.http import Http404

from students import routes

log = logging.getLogger("sightline.routes")


class DenyUndeclared:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if routes.of(view, request.resolver_match.route) is None:
            log.error("%s declares nothing and is not answered: see docs/guides/adding-a-route.md", view.__qualname__)
            raise Http404
