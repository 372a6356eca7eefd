# Squall in a container: `docker build --tag squall .`, then `docker run --rm --publish 127.0.0.1:4566:4566 squall`.
ARG NODE_IMAGE=node:24-bookworm-slim

# Everything of the project, for building it. The deploy job of docker-compose.yml runs in this stage, too.
FROM ${NODE_IMAGE} AS build
WORKDIR /opt/squall
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund && rm -rf /root/.npm
COPY . .
RUN npm run build

# What runs: our own dependencies, and the AWS SDK as Lambda's Node runtimes have it.
FROM build AS modules
RUN rm -rf /modules && mkdir /modules \
  && node container/collect-packages.mjs /opt/squall/node_modules /modules \
    $(node -p 'Object.keys(require("./package.json").dependencies).join(" ")') \
    @aws-sdk/client-* @aws-sdk/lib-dynamodb @aws-sdk/util-dynamodb @aws-sdk/s3-request-presigner

# boto3, as Lambda's Python runtimes have it.
FROM ${NODE_IMAGE} AS python
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-minimal python3-pip > /dev/null \
  && pip install --quiet --no-cache-dir --no-compile --root-user-action=ignore --target /python boto3==1.44.8 \
  && rm -rf /python/bin

FROM ${NODE_IMAGE}
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 > /dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/*.log /usr/share/doc /usr/share/man \
  && { grep -q ':1000:' /etc/passwd || echo 'squall:x:1000:1000::/tmp:/usr/sbin/nologin' >> /etc/passwd; } \
  && mkdir -p /var/lib/squall && chown 1000:1000 /var/lib/squall
COPY --from=python /python /usr/local/lib/python3.11/dist-packages
COPY --from=modules /modules /opt/squall/node_modules
COPY --from=build /opt/squall/package.json /opt/squall/LICENSE /opt/squall/
COPY --from=build /opt/squall/dist /opt/squall/dist
RUN printf '#!/bin/sh\nexec node /opt/squall/dist/cli/main.js "$@"\n' > /usr/local/bin/squall && chmod +x /usr/local/bin/squall

# Options of `squall up` by their variables; a volume at /var/lib/squall keeps the state.
ENV SQUALL_HOST=0.0.0.0 SQUALL_PORT=4566 SQUALL_DATA=/var/lib/squall PYTHONDONTWRITEBYTECODE=1
USER 1000:1000
WORKDIR /tmp
VOLUME /var/lib/squall
EXPOSE 4566
HEALTHCHECK --interval=2s --timeout=2s --retries=5 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SQUALL_PORT}/_squall/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/squall/dist/cli/main.js"]
CMD ["up"]
