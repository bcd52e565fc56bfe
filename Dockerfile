# syntax=docker/dockerfile:1
# Three stages: build needs every package, running needs the few that the product imports, and nothing of a compiler.
# `npm run image` runs these stages as a script where no container engine is at hand.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY build.mjs nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps ./apps
COPY libs ./libs
RUN npm run -s build

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
# The keys lie on a volume of their own: whoever copies the data has no key to it.
RUN mkdir -p /data /keys && chown node:node /data /keys
COPY package.json LICENSE ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
ENV CLUETRAIL_DATA=/data CLUETRAIL_KEY_FILE=/keys/master.key CLUETRAIL_CREATE=1 HOST=0.0.0.0 PORT=3000
VOLUME ["/data", "/keys"]
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
