"""
Asks one sample through KServe's own clients. A program of its own: KServe and tritonclient declare the same gRPC
messages, and one process can hold only one of the two.
"""

import asyncio
import sys

import numpy
from conftest import read_expected
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig
from samples import check_outputs

DTYPES = {"FP32": "f4", "FP64": "f8", "INT64": "i8", "INT32": "i4", "UINT8": "u1", "BOOL": "?", "BYTES": object}


def request_of(model, case, is_binary):
    inputs = []
    for tensor in case["request"]["inputs"]:
        one = InferInput(tensor["name"], tensor["shape"], tensor["datatype"])
        values = numpy.array(tensor["data"], DTYPES[tensor["datatype"]]).reshape(tensor["shape"])
        one.set_data_from_numpy(values, binary_data=is_binary)
        inputs.append(one)
    parameters = {"binary_data_output": True} if is_binary else {}
    return InferRequest(model_name=model, infer_inputs=inputs, request_id="q-7", parameters=parameters)


def check(answer, case, written):
    assert answer.id == "q-7", answer.id
    outputs = {output.name: output for output in answer.outputs}
    check_outputs(case, written, lambda name: outputs[name].as_numpy())


async def main(form, http, grpc):
    rest = InferenceRESTClient(RESTConfig(protocol="v2", retries=3))
    base = f"http://{http}"
    assert await rest.is_server_live(base) is True
    assert await rest.is_server_ready(base) is True
    remote = InferenceGRPCClient(grpc)
    assert await remote.is_server_live() and await remote.is_server_ready()
    count = 0
    for model in sys.argv[4:]:
        assert await rest.is_model_ready(base, model) is True
        assert await remote.is_model_ready(model)
        written = read_expected(model)
        newest = max(int(case["version"]) for case in written["cases"])
        for case in written["cases"]:
            # Its clients know no versions; over HTTP the address may name one all the same.
            if form == "grpc" and int(case["version"]) != newest:
                continue
            request = request_of(model, case, form != "json")
            if form == "grpc":
                answer = await remote.infer(request)
            else:
                answer = await rest.infer(base, request, model_name=f"{model}/versions/{case['version']}")
            check(answer, case, written)
            count += 1
    await rest.close()
    await remote.close()
    print(f"{count} answered right")


asyncio.run(main(*sys.argv[1:4]))
