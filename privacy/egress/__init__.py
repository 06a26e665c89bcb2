"""The only door to the outside: ``door.ask`` and nothing else opens a connection to another machine.

What may go where stands in ``allowed``; what may be said, in ``cleared``; what was sent, in ``disclosures``.
A test refuses an HTTP client anywhere else. How it is set up: ``docs/reference/egress.md``.
"""
