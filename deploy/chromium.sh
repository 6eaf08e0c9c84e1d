#!/bin/sh
# Installs Debian's Chromium for the browser tests where it may (root, apt-get); otherwise those tests skip and say so.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji fonts-noto-core; } >/dev/null 2>&1 \
        || echo "Chromium could not be installed: the browser tests will be skipped."
else
    echo "No Chromium, and no right to install it: the browser tests will be skipped."
fi
exit 0
