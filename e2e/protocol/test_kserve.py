"""KServe's clients against serving, over HTTP and gRPC, in a process of their own (see kserve_client.py)."""

import pathlib
import re
import subprocess
import sys

import pytest
from conftest import SAMPLES

CLIENT = pathlib.Path(__file__).parent / "kserve_client.py"


@pytest.mark.parametrize("form", ["json", "binary", "grpc"])
def test_every_sample(serving, form):
    done = subprocess.run(
        [sys.executable, CLIENT, form, serving.http, serving.grpc, *SAMPLES], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answered = re.search(r"(\d+) answered right", done.stdout)
    assert answered
    assert int(answered[1]) > 50 if form == "grpc" else int(answered[1]) == 361
