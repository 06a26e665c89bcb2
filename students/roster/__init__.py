"""A school's roster from files and into files.

containers -> formats -> (simple | sis) -> records      bytes become the same records, whatever the format
schools                                                 which of our schools a file speaks of
known, plan                                             records against a school: a preview, nothing written
applying, seats, ledger, undo                           the preview carried out, and taken back for 30 days
waiting                                                 a file between upload and confirmation
export                                                  the roster as OneRoster or CSV
"""
