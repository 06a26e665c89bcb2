"""Telemetry on its way in and back out: bytes -> sheet -> records -> runs -> checked runs -> game sessions -> events.

``shapes`` is the table of the shapes a log may have (``columns``, ``xapi``, ``justhink``); each makes one ``Record``
per event of a ``sheet``. ``moments`` reads times; ``runs`` sorts the records of one student's run, drops what is
doubled or absurd and reports it; ``checking`` matches students and says what becomes of each run (``standing``: new,
there before, or a longer copy); ``waiting`` and ``preview`` keep and add a file. ``payload`` and ``joining`` are
for the other direction: from a stored game session to the events that are read.
"""
