# One image for web, worker and one-off commands; the command decides.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /app/.venv && /app/.venv/bin/pip install --no-cache-dir uv
COPY requirements.txt constraints.txt ./
RUN /app/.venv/bin/uv pip install --no-cache -p /app/.venv/bin/python -r requirements.txt -c constraints.txt

FROM python:3.11-slim-bookworm
# libgomp is what xgboost and scikit-learn share for their threads.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 sightline
WORKDIR /app
COPY --from=build /app/.venv /app/.venv
COPY --chown=sightline . .
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 SIGHTLINE_MODE=production SIGHTLINE_VAR=/app/var
RUN mkdir -p /app/var /app/staticfiles && chown sightline /app/var /app/staticfiles
USER sightline
EXPOSE 8000
# Verifies the models before it serves; collects static files once per container.
CMD ["sh", "-c", "python -m mlcore verify && python manage.py collectstatic --noinput && \
     exec gunicorn config.wsgi --bind 0.0.0.0:8000 --worker-class gthread --workers ${WEB_CONCURRENCY:-2} --threads 4 --no-control-socket"]
