"""One settings file for laptop, tests and production; only the environment differs (config/env.py)."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env, file_broker

BASE_DIR = env.ROOT
SECRET_KEY = env.secret_key()
DEBUG = env.DEBUG
ALLOWED_HOSTS = env.ALLOWED_HOSTS
PRODUCTION = env.PRODUCTION

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "chartkick.django",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "privacy",
    "students",
    "fusion",
    "reasoning",
    "assessments",
]

MIDDLEWARE = [
    "students.middleware.programs_by_https",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # outside of what serves static files: they carry the policy, too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "privacy.middleware.keyring",
    "privacy.middleware.audit_afterwards",  # outside of what opens transactions, and of what refuses
    "privacy.middleware.second_wall",  # on PostgreSQL: one transaction, within no school yet
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "students.middleware.schools_of_the_user",  # from here on within these schools
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "students.middleware.DenyUndeclared",
    "students.middleware.SecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "privacy.middleware.no_store",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "students.navigation.context",
            ],
        },
    },
]

# --- databases -------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a reader that turns writer would otherwise fail, not wait
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
}


def _database(url):
    config = env.database(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        said = config.get("OPTIONS", {})  # such as sslmode=verify-full, from the address
        config["OPTIONS"] = {**said, "pool": {"min_size": 1, "max_size": 8}}
    return config


DATABASES = {"default": _database(env.DATABASE_URL), "keys": _database(env.keys_database_url())}
DATABASE_ROUTERS = ["privacy.routers.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache, broker ---------------------------------------------------------------------------

if env.REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.REDIS_URL}}
    CELERY_BROKER_URL = env.REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}
    # Beyond the limit rows are thrown away by chance: with Django's 300, somebody could wash away who has to wait.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 50_000}
    CELERY_BROKER_URL = f"{file_broker.SCHEME}://localhost"
    _broker = env.VAR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
        "store_processed": False,
    }

# No result backend: the job row is the truth.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ROUTES = {
    "assessments.tasks.write_feedback": {"queue": "feedback"}
}  # scores never wait behind a call outside
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(env.VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "requeue work whose worker died": {"task": "assessments.tasks.reap", "schedule": env.REAP_SECONDS},
    "sweep keys that never met a ciphertext": {"task": "assessments.tasks.sweep", "schedule": 3600.0},
    "tell safeguarding leads": {"task": "assessments.tasks.tell_leads", "schedule": env.TELL_SECONDS},
    "seal the audit": {"task": "privacy.tasks.seal_audit", "schedule": env.AUDIT_SEAL_SECONDS},
    "erase what was ordered": {"task": "privacy.tasks.erase", "schedule": 30.0},
    "let go of what is over": {"task": "privacy.tasks.retain", "schedule": 3600.0},
    "keep what families gave for training": {"task": "assessments.tasks.fill_training_store", "schedule": 86400.0},
}
ALERT_UNREAD_HOURS = env.ALERT_UNREAD_HOURS
AUDIT_HEADS = env.AUDIT_HEADS
TOMBSTONES = env.TOMBSTONES
TRAINING_EXPORTS = env.TRAINING_EXPORTS
JOB_LEASE_SECONDS = env.JOB_LEASE_SECONDS

# --- people ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "students.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "students.signing_in.passwords.Guessable"},
]
PASSWORD_RESET_TIMEOUT = 3600  # how long a link by mail is good
DEMO = env.DEMO

# Signing in: our own page and django-allauth's second step, sessions and OpenID Connect (students/signing_in).
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SECOND_STEP_REQUIRED = env.SECOND_STEP_REQUIRED
SSO_PROVIDERS = env.sso_providers()
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXIES
ACCOUNT_ADAPTER = "students.signing_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "reauthenticate": "10/m/user"}  # of codes; see also lockout.py
# A link for a forgotten password: for one address, and from one place (a school has one for everybody).
ACCOUNT_RATE_LIMITS |= {"password_link": "3/h/key", "password_link_here": "30/h/key"}
MFA_ADAPTER = "students.signing_in.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sightline"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "students.signing_in.adapters.SchoolSignInAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# --- language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- files -----------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None  # embedded: served from where they stand
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for our files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
# Requests past this are refused before they are read; intake.py has the friendlier limits below it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Uploaded words may touch the disk only encrypted, so Django's temporary files are off.
FILE_UPLOAD_HANDLERS = ["privacy.uploads.BoundedMemoryUploadHandler"]
ARTIFACTS = env.ARTIFACTS

# --- the wire --------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600  # a school day
IDLE_SECONDS = env.IDLE_MINUTES * 60
MESSAGE_STORAGE = "config.message_cookie.Messages"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
if PRODUCTION:  # the prefix holds a cookie to this host, this path and https
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # Browsers follow a form's redirects by this line: signing in by a service is a form that leads there.
        "form-action": ["'self'", *sorted({"https://" + urlsplit(one["url"]).netloc for one in SSO_PROVIDERS})],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

# --- API -------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["students.api_auth.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.json_body.JSONBody"],
    "EXCEPTION_HANDLER": "config.errors.for_programs",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["students.api_auth.PerKeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"key": "600/min"},
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sightline API",
    "DESCRIPTION": "Formative readings of students' own words, for the adults who know the student. "
    "Not for grades, placement, discipline or diagnosis.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

# --- log -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "config.log_lines.WithoutMessages",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sightline": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

# --- the outside -----------------------------------------------------------------------------

EGRESS_OFF = env.EGRESS_OFF
EGRESS_ALLOWED = env.EGRESS_ALLOWED
LLM_URL = env.LLM_URL
LLM_API_KEY = env.LLM_API_KEY
LLM_MODEL = env.LLM_MODEL
LLM_TIMEOUT_SECONDS = env.LLM_TIMEOUT_SECONDS

# --- mail: content-free, a named exception of the door to the outside --------------------------

PUBLIC_URL = env.PUBLIC_URL
DEFAULT_FROM_EMAIL = env.EMAIL_FROM
globals().update({name: value for name, value in env.email().items() if name.startswith("EMAIL_")})
EMAIL_TIMEOUT = 10
if EGRESS_OFF:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- what production refuses -----------------------------------------------------------------

if PRODUCTION:
    UNSAFE = {
        "SIGHTLINE_DEBUG must be off: error pages would show students' words.": DEBUG,
        "DATABASE_URL must name PostgreSQL: SQLite has one writer and no second wall.": DATABASES["default"][
            "ENGINE"
        ].endswith("sqlite3"),
        "REDIS_URL must be set: the file broker serves one machine only.": not env.REDIS_URL,
        "SIGHTLINE_HOSTS must name your host, such as sightline.district.example.": set(ALLOWED_HOSTS)
        <= {"127.0.0.1", "localhost", "[::1]"},
        "SIGHTLINE_DEMO must be off: its passwords are public.": DEMO,
        "SIGHTLINE_EMAIL_URL must name a mail server: it tells safeguarding leads.": "smtp" not in env.EMAIL_URL[:4],
        "SIGHTLINE_EMAIL_URL must speak TLS (smtp+tls:// or smtp+ssl://): mails hold links.": env.email_in_the_clear(),
        "SIGHTLINE_SSO_<NAME>_DISTRICT must be set for each of several: none may speak for another's.": (
            len(SSO_PROVIDERS) > 1 and not all(one["district"] for one in SSO_PROVIDERS)
        ),
        "SIGHTLINE_URL must be where people reach Sightline: mails link there.": not PUBLIC_URL.startswith("https://"),
    }
    if remedies := [remedy for remedy, unsafe in UNSAFE.items() if unsafe]:
        raise ImproperlyConfigured("Not safe for production:\n- " + "\n- ".join(remedies))
