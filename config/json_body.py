"""What the API reads of a body."""

import json

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JSONBody(JSONParser):
    """What Python cannot follow or nobody could write back is refused in a sentence instead of breaking later."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = super().parse(stream, media_type, parser_context)
            json.dumps(body, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("JSON parse error - nested too deep") from None
        except UnicodeEncodeError:  # an answer that quotes it could not be sent
            raise ParseError("JSON parse error - a character is broken in two: a \\u escape was cut") from None
        return body
