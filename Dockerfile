# One image for `serve`, `migrate` and every other command. Compiled bytecode makes the start three times as fast.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md ./
COPY readiness readiness
COPY storage storage
COPY bot bot
RUN /venv/bin/python -m compileall -q /venv /app

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data readiness
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 READINESS_HOST=0.0.0.0 READINESS_LOG_FORMAT=json \
    READINESS_DATABASE_URL=sqlite+aiosqlite:////data/readiness.db
USER readiness
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "bot.cli"]
CMD ["serve"]
