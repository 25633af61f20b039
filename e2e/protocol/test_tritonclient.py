"""The official client of the protocol against serving, over HTTP and gRPC: what it sends is not what we would."""

import numpy
import pytest
import tritonclient.grpc
import tritonclient.http
from conftest import ROOT, SAMPLES
from samples import check_outputs
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

TRANSPORTS = {"http": tritonclient.http, "grpc": tritonclient.grpc}
# gRPC has one form; over HTTP every tensor is either bytes or JSON.
FORMS = [("http", False), ("http", True), ("grpc", True)]


@pytest.fixture(scope="module", params=TRANSPORTS)
def transport(request, serving):
    """A client and its module."""
    module = TRANSPORTS[request.param]
    with module.InferenceServerClient(getattr(serving, request.param)) as client:
        yield client, module


@pytest.fixture(scope="module")
def clients(serving):
    made = {name: module.InferenceServerClient(getattr(serving, name)) for name, module in TRANSPORTS.items()}
    yield made
    for client in made.values():
        client.close()


def input_of(module, tensor, **options):
    dtype = triton_to_np_dtype(tensor["datatype"])
    one = module.InferInput(tensor["name"], tensor["shape"], tensor["datatype"])
    one.set_data_from_numpy(numpy.array(tensor["data"], dtype).reshape(tensor["shape"]), **options)
    return one


def as_dict(answer):
    """A message of gRPC as HTTP's JSON would have it."""
    if isinstance(answer, (dict, list)):
        return answer
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(answer, preserving_proto_field_name=True)


@pytest.mark.parametrize("form", FORMS, ids=["json", "binary", "grpc"])
@pytest.mark.parametrize("model", SAMPLES)
def test_every_sample(clients, expected, model, form):
    name, is_binary = form
    module, options = TRANSPORTS[name], {"binary_data": is_binary} if name == "http" else {}
    written = expected(model)
    assert written["cases"]
    for case in written["cases"]:
        wanted = [module.InferRequestedOutput(tensor["name"], **options) for tensor in case["expected"]["outputs"]]
        answer = clients[name].infer(
            model,
            [input_of(module, tensor, **options) for tensor in case["request"]["inputs"]],
            model_version=case["version"],
            outputs=wanted,
            request_id="q-7",
        )
        assert as_dict(answer.get_response())["id"] == "q-7"
        check_outputs(case, written, answer.as_numpy)


@pytest.mark.parametrize("algorithm", ["gzip", "deflate"])
def test_compression_both_ways(clients, expected, algorithm):
    module, written = tritonclient.http, expected("mortgage-approval")
    case = written["cases"][0]
    inputs = [input_of(module, tensor) for tensor in case["request"]["inputs"]]
    options = {"request_compression_algorithm": algorithm, "response_compression_algorithm": algorithm}
    answer = clients["http"].infer("mortgage-approval", inputs, model_version=case["version"], **options)
    check_outputs(case, written, answer.as_numpy)


def test_health_and_metadata(transport):
    client, _ = transport
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("digits") and client.is_model_ready("digits", "2")
    assert client.is_model_ready("digits@latest")
    if transport[1] is tritonclient.http:
        assert not client.is_model_ready("digits", "9")
    else:
        with pytest.raises(InferenceServerException):
            client.is_model_ready("digits", "9")
    assert "binary_tensor_data" in as_dict(client.get_server_metadata())["extensions"]
    metadata = as_dict(client.get_model_metadata("digits", "1"))
    assert [tensor["name"] for tensor in metadata["inputs"]] == ["image"]
    assert {tensor["name"]: tensor["datatype"] for tensor in metadata["outputs"]}["label"] == "INT64"
    config = as_dict(client.get_model_config("digits", "1"))
    config = config.get("config", config)
    assert [tensor["name"] for tensor in config["input"]] == ["image"]


def test_statistics(transport):
    client, _ = transport
    stats = as_dict(client.get_inference_statistics("digits", "1"))["model_stats"]
    assert [(one["name"], one["version"]) for one in stats] == [("digits", "1")]
    assert int(stats[0]["inference_stats"]["success"]["count"]) > 0
    assert len(as_dict(client.get_inference_statistics())["model_stats"]) > len(SAMPLES)


def test_repository(transport):
    client, _ = transport
    index = as_dict(client.get_model_repository_index())
    index = index if isinstance(index, list) else index["models"]
    assert {"co2-forecast", "digits"} <= {entry["name"] for entry in index}
    client.unload_model("fashion")
    with pytest.raises(InferenceServerException, match="(?i)no model"):
        client.get_model_metadata("fashion")
    client.load_model("fashion")
    assert client.is_model_ready("fashion")


def test_a_model_sent_with_its_load(transport):
    client, module = transport
    name = f"sent-over-{module.__name__.split('.')[1]}"
    files = {"file:1/model.onnx": (ROOT / "models/co2-forecast/1/model.onnx").read_bytes()}
    client.load_model(name, config="{}", files=files)
    history = {"name": "history", "shape": [1, 36], "datatype": "FP32", "data": [350.0] * 36}
    answer = client.infer(name, [input_of(module, history)])
    assert answer.as_numpy("forecast").shape[0] == 1
    with pytest.raises(InferenceServerException, match="there already"):
        client.load_model(name, config="{}", files={"file:1/model.onnx": b"other"})


def test_failures_are_sentences(transport, expected):
    client, module = transport
    inputs = [input_of(module, tensor) for tensor in expected("digits")["cases"][0]["request"]["inputs"]]
    with pytest.raises(InferenceServerException, match="(?i)no .*model"):
        client.infer("no-such-model", inputs)
    with pytest.raises(InferenceServerException, match="image"):
        client.infer("digits", [input_of(module, {"name": "image", "shape": [1, 2], "datatype": "UINT8", "data": [0, 0]})])
