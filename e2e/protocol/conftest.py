"""Starts serving alone, on the sample models, for clients that are not ours."""

import gzip
import hashlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import typing
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NODE = ROOT / "node_modules/node/bin/node"
FIXTURES = ROOT / "e2e/fixtures/samples"
TOKEN = "token-of-the-test"


class Serving(typing.NamedTuple):
    """Where it listens, as host:port."""

    http: str
    grpc: str


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(url, body):
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=120) as reply:
        return json.load(reply)


def blob_path(data, sha256):
    return data / "blobs" / sha256[:2] / sha256


def put_samples(url, data):
    """Every version of every sample as the portal would put it there: checked, and repaired where that is needed."""
    for path in sorted(ROOT.glob("models/*/*/model.onnx")):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        blob = blob_path(data, sha256)
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        result = post(f"{url}/admin/v1/check", {"files": [{"path": "model.onnx", "sha256": sha256}]})
        served = data / "models" / path.relative_to(ROOT / "models")
        served.parent.mkdir(parents=True)
        shutil.copyfile(blob_path(data, result["repaired"]["sha256"]) if result["repaired"] else blob, served)
    for model in sorted({path.parts[-3] for path in ROOT.glob("models/*/*/model.onnx")}):
        post(f"{url}/v2/repository/models/{model}/load", {})


@pytest.fixture(scope="session")
def serving(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    grpc_port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("FIRSTLOOK_")}
    env.update(
        FIRSTLOOK_DATA=str(data),
        FIRSTLOOK_SERVING_PORT="0",
        FIRSTLOOK_GRPC_PORT=str(grpc_port),
        FIRSTLOOK_SERVING_TOKEN=TOKEN,
    )
    process = subprocess.Popen(
        [NODE, ROOT / "app/serving/main.ts"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    try:
        # Alone, it says on its first line where it listens; when it cannot start, there is none.
        url = json.loads(process.stdout.readline())["url"]
        put_samples(url, data)
        yield Serving(url.removeprefix("http://"), f"127.0.0.1:{grpc_port}")
    finally:
        process.terminate()
        assert process.wait(40) == 0


def read_expected(model):
    """What a sample model must answer; `cases` are those that ask over the protocol."""
    written = json.loads((FIXTURES / model / "expected.json").read_text("utf-8"))
    cases = []
    for case in written["cases"]:
        if "request_file" in case:
            case["request"] = json.loads(gzip.decompress((FIXTURES / model / case["request_file"]).read_bytes()))
        if "request" in case:
            cases.append(case)
    return {**written, "cases": cases}


@pytest.fixture(scope="session")
def expected():
    return read_expected


SAMPLES = sorted(path.parent.name for path in FIXTURES.glob("*/expected.json"))
