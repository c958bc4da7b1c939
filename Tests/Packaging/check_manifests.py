# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What describes the service to Kubernetes, to Amazon's ECS and to Compose: valid, and of one mind."""

import json
import re

from check_publish import CREDENTIALS, servers
from engine import AMAZON
from harness import check, require

CAPABILITIES = {"SYS_TIME", "NET_BIND_SERVICE", "SETUID", "SETGID"}
KUSTOMIZATIONS = ("base", "overlays/amazon", "overlays/serve-only")

# Run by the Python that has the checker, which knows the schemas of these versions of Kubernetes.
VALIDATE = """import sys, json, yaml, kubernetes_validate
objects = list(yaml.safe_load_all(sys.stdin))
for object in objects:
    for version in ("1.27", kubernetes_validate.latest_version()):
        kubernetes_validate.validate(object, version, strict=True)
json.dump(objects, sys.stdout)
"""


def kubernetes(bench, name):
    """The objects that a folder comes to, checked, by kind."""
    text = bench.run("kubectl", "kustomize", bench.project / "Deploy/kubernetes" / name)
    found = json.loads(bench.run(bench.tools / "tools/bin/python", "-c", VALIDATE, input=text))
    return {item["kind"]: item for item in found}


@check("Kubernetes' schemas accept each kustomization, strictly")
def check_kubernetes(bench):
    for name in KUSTOMIZATIONS:
        objects = kubernetes(bench, name)
        require(set(objects) == {"Namespace", "ConfigMap", "DaemonSet"}, f"{name} has {set(objects)}")
        # What is no object must not pass for one.
        broken = json.dumps(objects["DaemonSet"]).replace('"hostNetwork": true', '"hostNetworking": true')
        status, _ = bench.try_running(bench.tools / "tools/bin/python", "-c", VALIDATE, input=broken)
        require(status != 0, "the checker finds nothing")
    return f"{len(KUSTOMIZATIONS)} kustomizations, two versions"


@check("pods are on the host's network with four capabilities at most, and a root that can't be written")
def check_pods(bench):
    for name in KUSTOMIZATIONS:
        objects = kubernetes(bench, name)
        pod = objects["DaemonSet"]["spec"]["template"]["spec"]
        container = pod["containers"][0]
        security = container["securityContext"]
        granted = CAPABILITIES - ({"SYS_TIME"} if name.endswith("serve-only") else set())
        require(pod["hostNetwork"] and security["readOnlyRootFilesystem"], f"{name}: {security}")
        require(not security["allowPrivilegeEscalation"] and not security["privileged"], f"{name}: {security}")
        require(security["capabilities"]["drop"] == ["ALL"], f"{name}: {security}")
        require(set(security["capabilities"]["add"]) == granted, f"{name}: {security}")
        require(container["readinessProbe"]["exec"]["command"] == ["/usr/bin/ntpctl", "health"], f"{name}: probe")
    variables = kubernetes(bench, "overlays/amazon")["ConfigMap"]["data"]
    require(variables == {"AWS": "true", "CLOCK_CONTROL": "auto"}, f"variables {variables}")
    return f"{len(KUSTOMIZATIONS)} kustomizations"


@check("Amazon's client and ECS' API accept the task definition")
def check_task(bench):
    servers(bench)
    path = bench.project / "Deploy/ecs/task-definition.json"
    environment = {**CREDENTIALS, "AWS_ENDPOINT_URL": AMAZON, "AWS_DEFAULT_REGION": "us-east-1"}
    answer = json.loads(bench.run(
        bench.tools / "tools/bin/aws", "ecs", "register-task-definition", "--output", "json",
        "--cli-input-json", f"file://{path}", environment=environment))["taskDefinition"]
    container = answer["containerDefinitions"][0]
    capabilities = container["linuxParameters"]["capabilities"]
    require(answer["networkMode"] == "host" and container["readonlyRootFilesystem"], f"{answer}")
    require(not container["privileged"] and capabilities["drop"] == ["ALL"], f"{answer}")
    require(set(capabilities["add"]) == CAPABILITIES, f"{capabilities}")
    broken = bench.folder / "broken-task.json"
    broken.write_text(path.read_text().replace('"stopTimeout": 10', '"stopTimeout": "soon"'))
    status, _ = bench.try_running(
        bench.tools / "tools/bin/aws", "ecs", "register-task-definition", "--cli-input-json", f"file://{broken}",
        environment=environment)
    require(status != 0, "the client finds nothing")
    return answer["taskDefinitionArn"].rsplit(":", 2)[-1]


@check("Compose passes each variable on that docs/container.md names")
def check_variables(bench):
    table = re.findall(r"^\| (`.*?) \|", (bench.project / "docs/container.md").read_text(), re.MULTILINE)
    documented = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    passed = set(re.findall(r"^ +- ([A-Z_]+)$", (bench.project / "docker-compose.yml").read_text(), re.MULTILINE))
    require(len(documented) > 10 and passed == documented, f"{sorted(passed)}, but {sorted(documented)} documented")
    return f"{len(passed)} variables"
