"""BAD-062 to BAD-067: ONNX files that must not reach, or cannot be opened by, a runtime."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from hccdesk.domain.errors import ModelBundleError
from hccdesk.inference.device import Device
from hccdesk.inference.onnx_guard import refuse_unsafe_onnx
from hccdesk.inference.probe_model import PROBE_INPUT, PROBE_MODEL
from hccdesk.inference.session import open_session


def an_add_model(weight: onnx.TensorProto, opset: int = 17, domain: str = "") -> bytes:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])
    node = helper.make_node("Add", ["x", weight.name], ["y"], domain=domain)
    graph = helper.make_graph([node], "g", [x], [y], initializer=[weight])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return bytes(model.SerializeToString())


def external(location: str) -> onnx.TensorProto:
    tensor = numpy_helper.from_array(np.zeros(4, np.float32), "w")
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.append(onnx.StringStringEntryProto(key="location", value=location))
    return tensor


def as_constant(tensor: onnx.TensorProto) -> bytes:
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])
    graph = helper.make_graph([helper.make_node("Constant", [], ["y"], value=tensor)], "g", [], [y])
    return bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())


def inside_a_branch(tensor: onnx.TensorProto) -> bytes:
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])
    branch = helper.make_graph([helper.make_node("Identity", ["w"], ["y"])], "b", [], [y], initializer=[tensor])
    condition = helper.make_tensor_value_info("c", TensorProto.BOOL, [])
    node = helper.make_node("If", ["c"], ["y"], then_branch=branch, else_branch=branch)
    graph = helper.make_graph([node], "g", [condition], [y])
    return bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())


@pytest.mark.parametrize("location", ["weights.bin", "../weights.bin", "/etc/passwd", "a/../../x"])
@pytest.mark.parametrize("build", [an_add_model, as_constant, inside_a_branch])
@pytest.mark.bad("BAD-062")
@pytest.mark.control("RISK-19-a")
def test_that_external_data_is_refused_wherever_it_hides(build, location: str) -> None:
    with pytest.raises(ModelBundleError, match="another file"):
        refuse_unsafe_onnx(build(external(location)))


@pytest.mark.bad("BAD-064")
@pytest.mark.control("RISK-19-a")
def test_that_external_data_in_the_current_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: Device
) -> None:
    # BAD-064: given bytes, ONNX Runtime reads external data relative to the current directory.
    (tmp_path / "weights.bin").write_bytes(np.ones(4, np.float32).tobytes())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelBundleError, match="another file"):
        open_session(an_add_model(external("weights.bin")), cpu)


@pytest.mark.bad("BAD-063")
@pytest.mark.control("RISK-19-a")
def test_that_external_data_by_hard_link_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: Device
) -> None:
    # BAD-063: the runtime's own check follows a hard link.
    secret = tmp_path / "secret"
    secret.write_bytes(np.ones(4, np.float32).tobytes())
    (tmp_path / "bundle").mkdir()
    os.link(secret, tmp_path / "bundle" / "weights.bin")
    monkeypatch.chdir(tmp_path / "bundle")
    with pytest.raises(ModelBundleError, match="another file"):
        open_session(an_add_model(external("weights.bin")), cpu)


def test_that_a_self_contained_model_passes_and_runs(cpu: Device) -> None:
    weights = an_add_model(numpy_helper.from_array(np.ones(4, np.float32), "w"))
    answer = open_session(weights, cpu).run({"x": np.zeros(4, np.float32)})
    assert answer["y"].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "weights",
    [
        b"",
        b"\x80\x02K\x01.",
        b"PK\x03\x04" + bytes(64),
        PROBE_MODEL[:-9],
        bytes(1000),
        np.random.default_rng(0).bytes(4096),
    ],
    ids=["empty", "pickle", "zip", "cut short", "zeros", "random"],
)
@pytest.mark.bad("BAD-065")
def test_that_a_damaged_file_is_refused_as_such(weights: bytes, cpu: Device) -> None:
    with pytest.raises(ModelBundleError, match="damaged"):
        open_session(weights, cpu)


def nested(number: int, content: bytes) -> bytes:
    size, length = len(content), b""
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


def varint(value: int, size: int = 0) -> bytes:
    """`value` as protobuf writes it, padded with zeros to `size` bytes."""
    groups = [value >> shift & 0x7F for shift in range(0, max(value.bit_length(), 1), 7)]
    groups += [0] * (size - len(groups))
    return bytes([group | 0x80 for group in groups[:-1]] + groups[-1:])


def with_hidden_location(beyond: int) -> bytes:
    """A model whose weight lies in another file, by fields 13 and 14 of which the tag is `beyond` too large."""
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4]).SerializeToString()
    entry = onnx.StringStringEntryProto(key="location", value="weights.bin").SerializeToString()
    hidden = varint((13 << 3 | 2) + beyond) + varint(len(entry)) + entry + varint((14 << 3) + beyond) + b"\x01"
    model = onnx.load_from_string(an_add_model(numpy_helper.from_array(np.zeros(4, np.float32), "w")))
    model.graph.ClearField("initializer")
    graph = model.graph.SerializeToString() + nested(5, tensor + hidden)
    model.ClearField("graph")
    return bytes(model.SerializeToString() + nested(7, graph))


@pytest.mark.bad("BAD-062")
def test_that_the_hidden_location_is_a_location_to_protobuf() -> None:
    weight = onnx.load_from_string(with_hidden_location(0)).graph.initializer[0]
    assert weight.data_location == TensorProto.EXTERNAL
    assert weight.external_data[0].value == "weights.bin"


@pytest.mark.parametrize("beyond", [1 << 32, 1 << 33, 1 << 34, 1 << 40, 1 << 63, 1 << 64])
@pytest.mark.bad("BAD-065")
def test_that_a_field_number_that_protobuf_would_shorten_is_refused(beyond: int) -> None:
    # C++ protobuf keeps the lowest 32 bits of a tag: 13 + 2**29 is an unknown field to us and external data to it.
    with pytest.raises(ModelBundleError, match="damaged"):
        refuse_unsafe_onnx(with_hidden_location(beyond))


@pytest.mark.parametrize(
    "field",
    [
        varint(9 << 3, 6) + b"\x00",
        varint(9 << 3) + varint(0, 11),
        varint(9 << 3) + varint(1 << 64),
        varint(9 << 3 | 2) + varint(1, 6) + b"x",
        varint(9 << 3 | 2) + varint((1 << 32) + 1) + b"x",
    ],
    ids=["tag of 6 bytes", "value of 11 bytes", "value over 64 bits", "size of 6 bytes", "size over 32 bits"],
)
@pytest.mark.bad("BAD-065")
def test_that_numbers_longer_than_protobuf_allows_are_refused(field: bytes) -> None:
    with pytest.raises(ModelBundleError, match="damaged"):
        refuse_unsafe_onnx(PROBE_MODEL + field)


def test_that_the_longest_numbers_that_protobuf_allows_pass() -> None:
    minus_one = varint((1 << 64) - 1)
    assert len(minus_one) == 10
    refuse_unsafe_onnx(PROBE_MODEL + varint(9 << 3) + minus_one + varint(((1 << 29) - 1) << 3) + b"\x00")


@pytest.mark.bad("BAD-065")
def test_that_a_model_is_never_read_in_the_runtimes_own_format(cpu: Device) -> None:
    # ONNX Runtime takes "ORTM" at the fifth byte for its own format; here it is the producer's name.
    model = onnx.load_from_string(PROBE_MODEL)
    model.producer_name = "ORTModel"
    weights = model.SerializeToString()
    assert weights[4:8] == b"ORTM"
    answer = open_session(weights, cpu).run({"x": PROBE_INPUT})
    assert answer["y"].tolist() == (PROBE_INPUT * 2).tolist()


@pytest.mark.bad("BAD-065")
def test_that_endless_nesting_ends() -> None:
    graph = b""
    for _ in range(3000):
        graph = nested(1, nested(5, nested(6, graph)))  # graph > node > attribute > graph
    with pytest.raises(ModelBundleError, match="too deeply"):
        refuse_unsafe_onnx(nested(7, graph))


@pytest.mark.bad("BAD-066")
def test_that_a_model_of_the_future_says_so(cpu: Device) -> None:
    weight = numpy_helper.from_array(np.ones(4, np.float32), "w")
    for weights in (an_add_model(weight, opset=99), an_add_model(weight, domain="ai.unknown")):
        with pytest.raises(ModelBundleError, match="newer hccdesk"):
            open_session(weights, cpu)


@pytest.mark.bad("BAD-067")
def test_that_an_impossible_size_is_an_error_and_not_a_crash(cpu: Device) -> None:
    shape = numpy_helper.from_array(np.array([1 << 40]), "s")
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    nodes = [helper.make_node("ConstantOfShape", ["s"], ["big"]), helper.make_node("Add", ["big", "x"], ["y"])]
    graph = helper.make_graph(nodes, "g", [x], [y], initializer=[shape])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    with pytest.raises(ModelBundleError):
        open_session(model.SerializeToString(), cpu).run({"x": np.zeros(1, np.float32)})


@pytest.mark.bad("BAD-068")
def test_that_a_wrong_input_is_refused_in_words(cpu: Device) -> None:
    session = open_session(PROBE_MODEL, cpu)
    with pytest.raises(ModelBundleError, match="cannot be run"):
        session.run({"x": np.zeros((2, 2), np.float32)})


def test_that_the_probe_is_what_it_says() -> None:
    float4 = [1, 4]
    node = helper.make_node("Add", ["x", "x"], ["y"])
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, float4)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, float4)
    model = helper.make_model(
        helper.make_graph([node], "probe", [x], [y]),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="hccdesk",
    )
    assert onnx.load_from_string(PROBE_MODEL) == model
    assert PROBE_INPUT.shape == (1, 4)
