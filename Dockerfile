# One image for every service: docker-compose.yml says which one a container runs.
FROM node:24-bookworm-slim AS packages
WORKDIR /hookline
COPY package.json package-lock.json ./
COPY schemas/package.json schemas/
COPY libs/access/package.json libs/access/
COPY libs/archive/package.json libs/archive/
COPY libs/client/package.json libs/client/
COPY libs/compare/package.json libs/compare/
COPY libs/costs/package.json libs/costs/
COPY libs/db/package.json libs/db/
COPY libs/exports/package.json libs/exports/
COPY libs/handoff/package.json libs/handoff/
COPY libs/harnesses/package.json libs/harnesses/
COPY libs/http/package.json libs/http/
COPY libs/log/package.json libs/log/
COPY libs/mcp/package.json libs/mcp/
COPY libs/memory/package.json libs/memory/
COPY libs/otlp/package.json libs/otlp/
COPY libs/projections/package.json libs/projections/
COPY libs/recall/package.json libs/recall/
COPY libs/redaction/package.json libs/redaction/
COPY libs/rules/package.json libs/rules/
COPY libs/runner/package.json libs/runner/
COPY libs/search/package.json libs/search/
COPY libs/servers/package.json libs/servers/
COPY libs/service/package.json libs/service/
COPY libs/spool/package.json libs/spool/
COPY libs/testing/package.json libs/testing/
COPY libs/workspace/package.json libs/workspace/
COPY services/all/package.json services/all/
COPY services/api/package.json services/api/
COPY services/cli/package.json services/cli/
COPY services/console/package.json services/console/
COPY services/edge/package.json services/edge/
COPY services/gateway/package.json services/gateway/
COPY services/memory/package.json services/memory/
COPY services/orchestrator/package.json services/orchestrator/
COPY services/projector/package.json services/projector/
COPY test/package.json test/
# The image has its own Node, and its servers run in their own containers.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM packages AS console
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build -w @hookline/console

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOOKLINE_HOME=/var/lib/hookline HOOKLINE_HOST=0.0.0.0
WORKDIR /hookline
COPY --from=packages /hookline/ ./
COPY . .
COPY --from=console /hookline/services/console/dist services/console/dist
# Rules may come from a repository: HOOKLINE_RULES_GIT.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates git openssh-client && rm -rf /var/lib/apt/lists/*
RUN install -d -m 0700 -o node -g node /var/lib/hookline
USER node
VOLUME /var/lib/hookline
EXPOSE 4680
CMD ["node", "services/api/src/main.ts"]
