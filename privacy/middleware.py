"""Two small guards around every request."""

from django.utils.cache import add_never_cache_headers, patch_vary_headers

from privacy import keys


def keyring(get_response):
    """Opened keys live as long as the request that opened them."""

    def middleware(request):
        with keys.keyring():
            return get_response(request)

    return middleware


def no_store(get_response):
    """Pages about people are never left in a shared cache or on a borrowed laptop's disk."""

    def middleware(request):
        response = get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware
