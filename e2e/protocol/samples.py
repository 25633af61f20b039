"""What an answer of a sample must be like, whichever client brought it."""

import numpy


def check_outputs(case, written, read):
    """`read(name)` gives an output as a numpy array."""
    for want in case["expected"]["outputs"]:
        got = read(want["name"])
        where = f"{case['name']}: {want['name']}"
        assert got is not None, where
        if "shape" in want:
            assert list(got.shape) == want["shape"], where
        if "data" not in want:
            continue
        if want["datatype"] in ("FP32", "FP64"):
            rtol = case.get("rtol", written["rtol"])
            atol = case.get("atol", written["atol"])
            numpy.testing.assert_allclose(got.ravel().astype(float), want["data"], rtol, atol, err_msg=where)
        else:
            plain = [value.decode() if isinstance(value, bytes) else value for value in got.ravel().tolist()]
            assert plain == want["data"], where
