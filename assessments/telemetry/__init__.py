"""Telemetry on its way in and back out: bytes -> records -> runs -> checked runs -> game sessions -> events.

``records`` asks each known form of file (``forms``) for one ``Record`` per event; ``moments`` reads times; ``runs``
sorts the records of one student's run, drops what is doubled or absurd and reports it; ``checking`` matches
students and says what becomes of each run; ``waiting`` and ``preview`` keep and add a file. ``payload`` and
``joining`` are for the other direction: from a stored game session to the events that are read.
"""
