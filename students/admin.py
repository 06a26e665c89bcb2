"""What packages bring into the administration and we do not use: rights come from the rights table alone, and our
keys are issued with ``manage.py issue_key``; and nobody leafs through others' second steps and sessions."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from rest_framework_api_key.models import APIKey

NOT_OURS = [Group, APIKey, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession]
admin.site.unregister([model for model in NOT_OURS if admin.site.is_registered(model)])
