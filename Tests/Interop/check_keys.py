# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Symmetric keys: ours against Debian's daemons, as client and as server, with each type that both can do."""

import re
import subprocess
import time

import ntp
from chronyc import start_chronyd, start_commanded
from daemons import WITHOUT_CLOCK
from harness import check, require, wait_until

SECRETS = {
    "MD5": "HEX:000102030405060708090a0b0c0d0e0f", "SHA1": "HEX:101112131415161718191a1b1c1d1e1f20212223",
    "SHA256": "HEX:" + "56" * 20, "SHA384": "ASCII:a-secret-of-some-length", "SHA512": "HEX:" + "a5" * 32,
    "SHA3-224": "HEX:" + "24" * 20, "SHA3-256": "HEX:" + "25" * 20, "SHA3-384": "HEX:" + "38" * 20,
    "SHA3-512": "HEX:" + "51" * 64, "AES128": "HEX:" + "12" * 16, "AES256": "HEX:" + "34" * 32,
}
IDS = {name: number for number, name in enumerate(SECRETS, 1)}
ADDRESSES = {name: f"127.0.1.{number}" for name, number in IDS.items()}
# NTPsec takes these, and names the ciphers otherwise.
NTPSEC = {"MD5": "MD5", "SHA1": "SHA1", "SHA256": "SHA256", "SHA384": "SHA384", "SHA512": "SHA512",
          "AES128": "AES-128", "AES256": "AES-256"}


def key_file(bench, name="keys", secrets=SECRETS, mode=0o640):
    path = bench.folder / name
    path.write_text("# keys of a check\n\n" + "".join(
        f"{IDS[kind]} {kind} {secret}\n" for kind, secret in secrets.items()))
    path.chmod(mode)
    return path


def ntpsec_key_file(bench):
    """The same secrets as NTPsec has them: digits, by more than 20 of which it knows them for such."""
    def digits(kind, value):
        return value if kind == "HEX" else value.encode().hex()

    path = bench.folder / "ntpsec.keys"
    path.write_text("".join(
        f"{IDS[kind]} {name} {digits(*SECRETS[kind].split(':'))}\n" for kind, name in NTPSEC.items()))
    return path


def sources(kinds, *options):
    """One source for each type of key, all of them the same server."""
    return [f"server {ADDRESSES[kind]} key {IDS[kind]} iburst {' '.join(options)}" for kind in kinds]


def require_all_reached(chronyc, kinds, seconds=10):
    """Waits until each of the sources has answered so that it was believed."""
    def silent():
        reached = {source["name"] for source in chronyc.sources() if source["reach"] != 0}
        return [kind for kind in kinds if ADDRESSES[kind] not in reached]
    wait_until(lambda: not silent(), seconds, lambda: f"nothing believed by {', '.join(silent())}")
    return f"believed by {', '.join(kinds)}"


def measure(bench, address, keys, *options):
    """Our offset to a server by -Q; None when it can't be measured in a few seconds."""
    command = [WITHOUT_CLOCK, bench.ntpd, "-x", "-Q", "-t", "5", f"keyfile {keys}",
               f"server {address} iburst {' '.join(options)}", "bindacqaddress 127.0.0.5"]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    match = re.search(r"wrong by (-?\d+\.\d+) seconds", result.stdout)
    return float(match[1]) if result.returncode == 0 and match else None


def register_chronyd(version):
    @check(f"chronyd's replies of version {version} are believed by each type of key")
    def client(bench):
        keys = key_file(bench)
        bench.peers.start_chronyd(
            bench, "local stratum 10", "allow", "port 123", f"keyfile {keys}").wait_for_reply(123)
        _, chronyc = start_commanded(
            bench, "port 0", f"keyfile {keys}", *sources(SECRETS, f"version {version}"))
        return require_all_reached(chronyc, SECRETS)

    @check(f"chronyd believes our replies of version {version} by each type of key")
    def server(bench):
        keys = key_file(bench)
        bench.start_server(f"keyfile {keys}")
        chronyc = start_chronyd(bench, "port 0", f"keyfile {keys}", *sources(SECRETS, f"version {version}"))
        return require_all_reached(chronyc, SECRETS)


for version in (3, 4):
    register_chronyd(version)


@check("NTPsec's replies are believed by each type of key")
def ntpsec_server(bench):
    for kind in NTPSEC:  # NTPsec listens on each address of an interface, not on all that are routed to it
        subprocess.run(["ip", "address", "add", f"{ADDRESSES[kind]}/8", "dev", "lo"], check=True)
    try:
        bench.peers.start_ntpsec(
            bench, "tos orphan 5 orphanwait 1", f"keys {ntpsec_key_file(bench)}",
            "trustedkey " + " ".join(str(IDS[kind]) for kind in NTPSEC)).wait_for_reply(123)
        # From another address than the one that it says it follows, which would be a loop.
        _, chronyc = start_commanded(
            bench, "port 0", "bindacqaddress 127.0.0.5", f"keyfile {key_file(bench)}", *sources(NTPSEC))
        return require_all_reached(chronyc, NTPSEC)
    finally:
        for kind in NTPSEC:
            subprocess.run(["ip", "address", "delete", f"{ADDRESSES[kind]}/8", "dev", "lo"], check=True)


@check("ntpdig believes our replies by each type of key whose digests fit into a packet of version 4")
def ntpdig(bench):
    bench.start_server(f"keyfile {key_file(bench)}")
    theirs = ntpsec_key_file(bench)
    fitting = "MD5", "SHA1", "AES128", "AES256"  # it doesn't truncate the others, as NTPsec's daemon does
    for kind in fitting:
        status, output = bench.peers.run("usr/bin/ntpdig", "-k", theirs, "-a", str(IDS[kind]), "127.0.0.1")
        match = re.search(r"([+-]\d+\.\d+) \+/- (\d+\.\d+)", output)
        require(status == 0 and match, f"{kind}: {status}, {output.strip()}")
    return f"believed by {', '.join(fitting)}"


@check("another key, another secret and none at all are not believed by our client")
def wrong_keys(bench):
    keys = key_file(bench)
    other = key_file(bench, "other", {"SHA1": "HEX:" + "99" * 20, "AES128": SECRETS["AES128"]})
    bench.peers.start_chronyd(
        bench, "local stratum 10", "allow", "port 123", f"keyfile {other}").wait_for_reply(123)
    offsets = [measure(bench, "127.0.0.1", keys, f"key {IDS[kind]}") for kind in ("SHA1", "SHA256")]
    require(offsets == [None, None], f"offsets {offsets}")
    offset = measure(bench, "127.0.0.1", keys, f"key {IDS['AES128']}")
    require(offset is not None, "the key that both have doesn't work either")
    return "refused; the key that both have works"


@check("our server doesn't answer a request by another secret, nor by an unknown key")
def refused_requests(bench):
    keys = key_file(bench)
    bench.start_server(f"keyfile {keys}")
    for authenticator in (bytes(4), b"\0\0\0\1" + bytes(16), b"\0\0\0\2" + bytes(20), b"\0\0\1\0" + bytes(16)):
        reply = ntp.exchange(ntp.request() + authenticator, "127.0.0.1", 123, timeout=0.3)
        require(reply is None, f"{len(reply.data) if reply else 0} bytes in reply to {authenticator.hex()}")
    return "4 forged requests, no reply"


@check("key files that are open to strangers, and lines that can't be used, are named in the log")
def complaints(bench):
    path = key_file(bench, mode=0o644)
    path.write_text(path.read_text() + "77 MD4 abc\n78 AES128 short\n79 SHA1 HEX:xyz\n0 SHA1 abc\n1 SHA1 twice\n")
    daemon = bench.start_server(f"keyfile {path}")
    text = daemon.text()
    expected = ["has permissions 644", "'MD4' is none of", "has 5 bytes", "isn't 'HEX:'", "'0' is no number",
                "key 1 is there already"]
    missing = [part for part in expected if part not in text]
    require(not missing, f"nothing of {missing}")
    require("short" not in text and "twice" not in text and "xyz" not in text, "the log tells a secret")
    return "permissions and 5 lines, and no secret"


@check("chronyc tells which key a source has, and rekey takes a new secret over")
def reports_and_rekey(bench):
    theirs = key_file(bench, "theirs")
    bench.peers.start_chronyd(
        bench, "local stratum 10", "allow", "port 123", f"keyfile {theirs}").wait_for_reply(123)
    ours = key_file(bench, "ours", {"SHA256": "HEX:" + "99" * 32})
    daemon, chronyc = start_commanded(
        bench, f"keyfile {ours}", f"server 127.0.0.1 key {IDS['SHA256']} iburst minpoll -2 maxpoll -2", "port 0")
    row = chronyc.rows("authdata")[0]
    require(row[1:5] == ["SK", str(IDS["SHA256"]), "3", "256"], f"authdata {row}")
    time.sleep(1.5)
    require(chronyc.sources()[0]["reach"] == 0, "replies by another secret are believed")
    key_file(bench, "ours")
    chronyc.expect("rekey")
    chronyc.wait_until_synchronised()
    found = [line.split(":")[1].strip() for line in chronyc.expect("ntpdata 127.0.0.1").splitlines()
             if line.startswith("Authenticated")]
    require(found == ["Yes"], f"authenticated: {found}")
    ours.unlink()
    require(chronyc("rekey")[0] == 1, "a key file that is gone is no failure")
    chronyc.expect("online")
    return "authdata SK 3 SHA256 256 bits; synchronised after rekey"
