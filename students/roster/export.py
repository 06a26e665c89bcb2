"""placeholder"""

FORMATS = ()
