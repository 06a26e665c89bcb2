"""What packages bring into the administration and we do not use: rights come from the rights table alone, and our
keys are issued with ``manage.py issue_key``."""

from django.contrib import admin
from django.contrib.auth.models import Group
from rest_framework_api_key.models import APIKey

admin.site.unregister([Group, APIKey])
