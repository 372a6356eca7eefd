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
    @aws-sdk/client-* @aws-sdk/lib-dynamodb @aws-sdk/util-dynamodb @aws-sdk/s3-request-presigner \
  && cp -r /opt/squall/dist /dist && find /dist -name '*.map' -delete && find /dist -name '*.d.ts' -delete \
  && find /dist -type d -empty -delete

# boto3, as Lambda's Python runtimes have it, and the AWS CLI on the same botocore: what scripts in /etc/localstack/init call.
FROM ${NODE_IMAGE} AS python
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-minimal python3-pip > /dev/null \
  && pip install --quiet --no-cache-dir --no-compile --root-user-action=ignore --target /python boto3==1.43.64 awscli==1.45.64 \
  && rm -rf /python/bin /python/awscli/examples \
  && find /python/botocore/data -name 'examples-*' -delete

# The base with Python, without what nothing here runs: npm, headers, texts of other languages, symbols for debuggers.
FROM ${NODE_IMAGE} AS slim
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 binutils > /dev/null \
  && strip --strip-unneeded /usr/local/bin/node \
  && DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq --auto-remove binutils > /dev/null \
  && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*.log /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
    /usr/local/lib/node_modules /usr/local/include /usr/lib/python3.11/pydoc_data \
  && { grep -q ':1000:' /etc/passwd || echo 'squall:x:1000:1000::/tmp:/usr/sbin/nologin' >> /etc/passwd; } \
  && mkdir -p /etc/localstack/init/boot.d /etc/localstack/init/start.d /etc/localstack/init/ready.d /etc/localstack/init/shutdown.d

# Copied whole, so that what was removed above is in no layer below.
FROM scratch
COPY --from=slim / /
RUN mkdir -p /var/lib/squall && chown 1000:1000 /var/lib/squall && chmod 1777 /tmp
COPY --from=python /python /usr/local/lib/python3.11/dist-packages
COPY --from=modules /modules /opt/squall/node_modules
COPY --from=build /opt/squall/package.json /opt/squall/LICENSE /opt/squall/
COPY --from=modules /dist /opt/squall/dist
COPY container/bin /usr/local/bin

# Options of `squall up` by their variables; a volume at /var/lib/squall keeps the state.
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  SQUALL_HOST=0.0.0.0 SQUALL_PORT=4566 SQUALL_DATA=/var/lib/squall SQUALL_INIT=/etc/localstack/init PYTHONDONTWRITEBYTECODE=1
USER 1000:1000
WORKDIR /tmp
VOLUME /var/lib/squall
EXPOSE 4566
# Healthy once the scripts of ready.d have ended, too.
HEALTHCHECK --interval=2s --timeout=2s --start-period=300s --retries=5 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SQUALL_PORT}/_localstack/init/ready`).then((answer) => answer.json()).then(({ completed }) => process.exit(completed ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/squall/dist/cli/main.js"]
CMD ["up"]
