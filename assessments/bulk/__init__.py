"""Many files at once: a folder or a zip -> files -> one job each -> one report.

``packing`` takes a folder or a zip apart without trusting it, ``kinds`` is the table of what a file may be,
``reading`` reads one file of a kind, ``importing`` keeps the files sealed and runs their jobs, ``rows`` are its
models. A file is added whole or not at all; a killed run goes on where it stopped.
"""
