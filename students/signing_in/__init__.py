"""How somebody comes in: password, second step, the school's own sign-in; who waits after wrong tries; which devices
are in. Built on django-allauth; what is ours here is its adapters and what it does not have."""
