"""The second wall: PostgreSQL itself shows only rows of the schools a request or a task is about.

The first wall is ``students.access``. This one stands below it and knows nothing of rights: where a filter was
forgotten, rows of another school are not there. ``standing`` says as whom the database is asked, ``tables`` which
tables are walled (read from the models), ``raising`` puts roles, policies and keys in place, ``checking`` refuses an
installation whose wall would not hold. On SQLite none of it does anything.
"""
