"""What a teacher may type, choose or hand in. A form checks shapes; who may be written for is in its choices."""
