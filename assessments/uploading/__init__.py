"""A teacher's file of responses, on its way in: bytes -> text -> table -> plan -> checked rows.

``decoding`` tells what the bytes are, ``delimited`` and ``jsonfile`` make a ``table`` of them,
``columns`` plans which column is which, ``checking`` says of each row whether it is ready and how to
mend it (``dates``, ``values`` and ``people`` read single cells), and ``waiting`` keeps the file
sealed until it is confirmed. Only ``waiting`` and ``preview`` touch the database.
"""
