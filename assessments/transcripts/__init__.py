"""A discussion's transcript, on its way in: text -> lines -> turns -> checked turns.

``formats`` tells how a transcript is written and ``cues``, ``named`` and ``tabular`` read it into ``lines``;
``turns`` joins what one person said in one go, ``speakers`` matches labels with students, ``checking`` says what
becomes of every line. The file waits sealed like any other (``waiting``) and is added by ``preview``.
Only ``waiting``, ``preview`` and ``keeping`` touch the database.
"""
