#!/bin/sh
# `npx squall` in a clone: the command line from the sources, on the project's own Node, whichever Node runs npm.
set -eu
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
node="$root/node_modules/node/bin/node"
if [ ! -x "$node" ]; then
  echo "squall: $node is missing. Run npm ci in $root, with install scripts." >&2
  exit 1
fi
exec "$node" --conditions=squall-source "$root/src/cli/main.ts" "$@"
