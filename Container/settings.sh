# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
#
# Read by the scripts beside it: what images and containers are called, which programs there are, how progress is told.
# The settings that a user may make in the environment, or behind `make`, are the upper-case ones.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

ORG_NAME=${ORG_NAME:-swift-ntpd}
REPO_NAME=${REPO_NAME:-ntpd}
AWS_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-us-east-1}}
# An account of Amazon's implies its registry; without either, names are those of Docker's own registry.
DOCKER_REGISTRY=${DOCKER_REGISTRY:-${AWS_ACCOUNT_ID:+$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com}}
# How long `make release` waits for the service to be synchronised, in seconds.
WAIT=${WAIT:-120}

registry=${DOCKER_REGISTRY:-"Docker's own registry"}
image=${DOCKER_REGISTRY:+$DOCKER_REGISTRY/}$ORG_NAME/$REPO_NAME
container=ntpd
volume=ntpd-state
# Holds files of further configuration.
export NTPD_CONFIGURATION=${NTPD_CONFIGURATION:-$PWD/Container/ntpd.d}
# What docker-compose.yml runs.
export NTPD_IMAGE=$image:latest

say() { echo "=> $*"; }
fail() { echo "=> ${0##*/}: $*" >&2; exit 1; }

# The time and the name of the commit: the same for each build of it, and in the order of history.
commit() { git rev-parse --short=7 HEAD; }
commit_time() { TZ=UTC git log -1 --format=%cd --date="format-local:$1"; }
is_modified() { [[ -n $(git status --porcelain --untracked-files=no) ]]; }
version() { echo "$(commit_time %Y%m%d%H%M%S).$(commit)$(! is_modified || echo -modified)"; }

need_docker() {
    command -v docker >/dev/null || fail "there is no 'docker': install Docker, or Debian's docker.io"
    docker version >/dev/null 2>&1 ||
        fail "no Docker engine answers: start it, or look at \`docker version\` for the reason"
}

# Sets $compose to the words of the command there is; to nothing where plain docker has to do.
find_compose() {
    if docker compose version >/dev/null 2>&1; then
        compose=(docker compose)
    elif command -v docker-compose >/dev/null; then
        compose=(docker-compose)
    else
        compose=()
    fi
}

need_image() {
    image_id=$(docker image inspect --format '{{.Id}}' "$NTPD_IMAGE" 2>/dev/null) ||
        fail "there is no image $NTPD_IMAGE: run 'make release' first"
}

# Whether the registry is Amazon's, whose passwords come from Amazon's client and last for hours.
is_amazon() { [[ -n ${AWS_ACCOUNT_ID:-} || $DOCKER_REGISTRY == *.dkr.ecr.*.amazonaws.com* ]]; }
