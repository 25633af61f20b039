"""The official client of the protocol against serving: what it sends is not what we would."""

import numpy
import pytest
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException, triton_to_np_dtype


@pytest.fixture(scope="module")
def client(serving):
    with triton.InferenceServerClient(serving) as client:
        yield client


def inputs_of(request):
    """The inputs of a written-down request, as JSON tensors."""
    made = []
    for tensor in request["inputs"]:
        one = triton.InferInput(tensor["name"], tensor["shape"], tensor["datatype"])
        dtype = triton_to_np_dtype(tensor["datatype"])
        one.set_data_from_numpy(numpy.array(tensor["data"], dtype).reshape(tensor["shape"]), binary_data=False)
        made.append(one)
    return made


def outputs_of(answer):
    return [triton.InferRequestedOutput(tensor["name"], binary_data=False) for tensor in answer["outputs"]]


def test_health_and_metadata(client):
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("digits") and client.is_model_ready("digits", "2")
    assert not client.is_model_ready("digits", "9")
    assert client.get_server_metadata()["name"]
    metadata = client.get_model_metadata("digits", "1")
    assert [tensor["name"] for tensor in metadata["inputs"]] == ["image"]
    assert {tensor["name"]: tensor["datatype"] for tensor in metadata["outputs"]}["label"] == "INT64"


def test_repository(client):
    index = client.get_model_repository_index()
    assert {"co2-forecast", "digits"} <= {entry["name"] for entry in index}
    client.unload_model("fashion")
    assert not client.is_model_ready("fashion")
    client.load_model("fashion")
    assert client.is_model_ready("fashion")


# Numbers out of numbers, an INT64 label out of UINT8 pixels, text in, text out.
@pytest.mark.parametrize("model", ["co2-forecast", "digits", "german-credit", "review-sentiment"])
def test_answers(client, expected, model):
    written = expected(model)
    cases = [case for case in written["cases"] if "request" in case][:8]
    assert cases
    for case in cases:
        answer = client.infer(
            model,
            inputs_of(case["request"]),
            model_version=case["version"],
            outputs=outputs_of(case["expected"]),
            request_id=case["request"]["id"],
        )
        assert answer.get_response()["id"] == case["request"]["id"]
        for want in case["expected"]["outputs"]:
            got = answer.as_numpy(want["name"])
            assert list(got.shape) == want["shape"]
            if want["datatype"] in ("FP32", "FP64"):
                numpy.testing.assert_allclose(got.ravel(), want["data"], written["rtol"], written["atol"])
            else:
                assert got.ravel().tolist() == want["data"]


def test_failures_are_sentences(client, expected):
    request = expected("digits")["cases"][0]["request"]
    with pytest.raises(InferenceServerException, match="(?i)no .*model"):
        client.infer("no-such-model", inputs_of(request))
    misfit = triton.InferInput("image", [1, 2], "UINT8")
    misfit.set_data_from_numpy(numpy.zeros((1, 2), numpy.uint8), binary_data=False)
    with pytest.raises(InferenceServerException, match="image"):
        client.infer("digits", [misfit])


def test_binary_tensors_are_refused_by_name(client):
    pixels = triton.InferInput("image", [1, 1, 8, 8], "UINT8")
    pixels.set_data_from_numpy(numpy.zeros((1, 1, 8, 8), numpy.uint8), binary_data=True)
    with pytest.raises(InferenceServerException, match="(?i)binary"):
        client.infer("digits", [pixels])
