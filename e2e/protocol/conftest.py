"""Starts serving alone, on the sample models, for clients that are not ours."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NODE = ROOT / "node_modules/node/bin/node"


@pytest.fixture(scope="session")
def serving(tmp_path_factory):
    """Address of a serving process, as host:port."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "models", data / "models")
    env = {k: v for k, v in os.environ.items() if not k.startswith("FIRSTLOOK_")}
    env.update(FIRSTLOOK_DATA=str(data), FIRSTLOOK_SERVING_PORT="0")
    process = subprocess.Popen(
        [NODE, ROOT / "app/serving/main.ts"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    # Alone, it says on its first line where it listens; when it cannot start, there is none.
    ready = json.loads(process.stdout.readline())
    yield ready["url"].removeprefix("http://")
    process.terminate()
    assert process.wait(40) == 0


@pytest.fixture(scope="session")
def expected():
    """Reads what a sample model must answer."""

    def read(model):
        return json.loads((ROOT / f"e2e/fixtures/samples/{model}/expected.json").read_text("utf-8"))

    return read
