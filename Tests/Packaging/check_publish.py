# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""`make tag`, `login`, `publish` and `logout`, by Amazon's real clients against a registry that wants a password."""

import json
import urllib.request

from engine import ACCOUNT, AMAZON, REGISTRY
from harness import check, require
from workplace import Workplace

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-central-1",
               "AWS_ACCOUNT_ID": ACCOUNT}


def servers(bench):
    if not (bench.folder / "htpasswd").exists():
        bench.engine.serve_registry()
        bench.engine.serve_amazon()


def current_client(bench):
    return bench.tools / "tools/bin", {"AWS_ENDPOINT_URL": AMAZON}


def old_client(bench):
    """The old client knows no variable for another server, only an option; all else is its own."""
    folder = bench.folder / "old-client"
    folder.mkdir()
    program = folder / "aws"
    program.write_text(f'#!/bin/sh\nexec {bench.tools}/old-client/bin/aws --endpoint-url {AMAZON} "$@"\n')
    program.chmod(0o755)
    return folder, {}


def published(place):
    """The tags that the registry has, asked with the password that Docker keeps for this user."""
    auth = json.loads(open(f"{place.environment['HOME']}/.docker/config.json").read())["auths"][REGISTRY]["auth"]
    request = urllib.request.Request(f"http://{REGISTRY}/v2/example/time/tags/list",
                                     headers={"Authorization": f"Basic {auth}"})
    return set(json.load(urllib.request.urlopen(request))["tags"])


def log_in_and_publish(bench, name, client):
    servers(bench)
    programs, environment = client(bench)
    place = Workplace(bench, name, registry=REGISTRY, programs=[programs])
    place.environment.update(CREDENTIALS, **environment)
    place.make("release", "/nopull")
    place.make("tag", name)
    status, text = place.try_making("publish")
    require(status != 0 and "make login" in text, f"published without a password:\n{text}")
    place.make("login")
    place.make("publish")
    tags = published(place)
    require({"latest", name} <= tags, f"published {tags}")
    place.make("logout")
    require(place.try_making("publish")[0] != 0, "published after the logout")
    place.make("clean")
    return f"tags {', '.join(sorted(tags))}"


@check("make login and publish work with the current client of Amazon's")
def check_current_client(bench):
    return log_in_and_publish(bench, "current", current_client)


@check("make login and publish work with a client of Amazon's from before get-login-password")
def check_old_client(bench):
    return log_in_and_publish(bench, "old", old_client)


@check("make tag without names gives latest, timestamp.commit, commit and the tag in git")
def check_tags(bench):
    place = Workplace(bench, "tags")
    place.remove_images()  # that other checks have left
    status, text = place.try_making("tag")
    require(status != 0 and "make release" in text, f"without an image:\n{text}")
    place.make("release", "/nopull")
    place.make("tag")
    version = place.make("--silent", "version").strip()
    require(place.tags() == {"latest", version, place.commit()[:7], "v1.2.3"}, f"tags {place.tags()}")
    # Words that are targets, too, are names here.
    place.make("tag", "1.0", "build", "clean")
    require({"1.0", "build", "clean"} <= place.tags(), f"tags {place.tags()}")
    place.make("clean")
    place.docker("image", "rm", "--force", place.inspect("example/time:latest")["Id"])
    return version


@check("make all goes from a clean start to a published image and leaves nothing running")
def check_all(bench):
    servers(bench)
    programs, environment = current_client(bench)
    place = Workplace(bench, "all", registry=REGISTRY, programs=[programs])
    place.environment.update(CREDENTIALS, **environment)
    text = place.make("all", "/nopull")
    version = place.make("--silent", "version").strip()
    require(f"=> Publishing {REGISTRY}/example/time:{version}" in text, text)
    require(place.docker("ps", "--all", "--quiet") == "", "a container is left")
    return version
