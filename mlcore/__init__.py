"""The science of Sightline: plain Python, no Django, readable top to bottom in an hour."""
