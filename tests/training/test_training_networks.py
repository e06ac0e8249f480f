"""The shapes of the papers' networks, and their ONNX twins."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.device import choose
from hccdesk.inference.session import open_session
from hccdesk.training import networks
from hccdesk.training.backbone_bundle import backbone_onnx
from hccdesk.training.ct_bundle import ct_head_onnx
from hccdesk.training.haim_bundle import haim_onnx
from hccdesk.training.networks import BackboneNetwork, CtResponseHead, HaimNetwork, new_resnet50


def resnet50_as_torchvision_names_it(classes: int) -> dict[str, tuple[int, ...]]:
    """Names and shapes of torchvision's ResNet50, by its rule: four layers of 3, 4, 6 and 3 bottlenecks."""
    shapes: dict[str, tuple[int, ...]] = {"conv1.weight": (64, 3, 7, 7)} | batch_norm("bn1", 64)
    inside = 64
    for layer, (blocks, width) in enumerate(((3, 64), (4, 128), (6, 256), (3, 512)), start=1):
        for block in range(blocks):
            name, outside = f"layer{layer}.{block}", width * 4
            for number, (size, i, o) in enumerate(
                ((1, inside, width), (3, width, width), (1, width, outside)), start=1
            ):
                shapes[f"{name}.conv{number}.weight"] = (o, i, size, size)
                shapes |= batch_norm(f"{name}.bn{number}", o)
            if block == 0:
                shapes[f"{name}.downsample.0.weight"] = (outside, inside, 1, 1)
                shapes |= batch_norm(f"{name}.downsample.1", outside)
            inside = outside
    return shapes | {"fc.weight": (classes, 2048), "fc.bias": (classes,)}


def batch_norm(name: str, channels: int) -> dict[str, tuple[int, ...]]:
    parts = ("weight", "bias", "running_mean", "running_var")
    return {f"{name}.{part}": (channels,) for part in parts} | {f"{name}.num_batches_tracked": ()}


def with_lively_batch_norm(network: nn.Module, inputs: tuple[torch.Tensor, ...]) -> nn.Module:
    """Statistics of real activations, so that a fresh network does not answer the same to everything."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # a plain average: deep variances of 1e-4 would take long to come down from 1
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(*inputs)
    return network.eval()


def test_that_the_state_dict_has_torchvisions_names_and_shapes() -> None:
    state = {name: tuple(value.shape) for name, value in new_resnet50(1000).state_dict().items()}
    assert state == resnet50_as_torchvision_names_it(1000)
    assert len(state) == 320  # as torchvision's


def test_that_the_first_49_layers_are_the_backbones_convolutions() -> None:
    # Yin et al. froze "the first 49-layer parameters": every convolution but the downsampling ones.
    convolutions = [
        name for name, m in new_resnet50(2).named_modules() if isinstance(m, nn.Conv2d) and "downsample" not in name
    ]
    assert len(convolutions) == 49


@pytest.mark.control("RISK-48-c")
def test_that_the_backbone_in_onnx_equals_torch_at_any_size() -> None:
    torch.manual_seed(0)
    network = BackboneNetwork(new_resnet50(4))
    with_lively_batch_norm(network, (torch.randn(4, 3, 64, 64),))
    session = open_session(backbone_onnx(network), choose(DeviceChoice.CPU))
    for n, height, width in ((1, 64, 64), (3, 96, 160)):
        images = torch.randn(n, 3, height, width)
        with torch.no_grad():
            features, maps = network(images)
        answer = session.run({"images": images.numpy()})
        assert answer["feature_map"].shape == (n, 2048, height // 32, width // 32)
        for got, expected in ((answer["features"], features), (answer["feature_map"], maps)):
            np.testing.assert_allclose(got, expected.numpy(), atol=1e-4 * float(expected.abs().max()))


def test_that_large_weights_are_kept_as_float16_and_nothing_lies_outside_the_file() -> None:
    weights = backbone_onnx(BackboneNetwork(new_resnet50(4)))
    assert len(weights) < 48e6  # 23.5 million parameters, two bytes each
    kinds = {t.name: t.data_type for t in onnx.load_from_string(weights).graph.initializer}
    assert kinds["network.conv1.weight__half"] == onnx.TensorProto.FLOAT16
    assert kinds["network.bn1.weight"] == onnx.TensorProto.FLOAT


def test_that_saliency_is_the_gradient_times_the_activation_and_onnx_agrees() -> None:
    torch.manual_seed(1)
    head = CtResponseHead(5).eval()
    weights = ct_head_onnx(head)
    maps, clinical = torch.rand(3, 2048, 7, 7, requires_grad=True), torch.rand(3, 5)
    logits, image_features = head.logits(maps.mean(dim=(2, 3)), clinical)
    (logits[:, 1] - logits[:, 0]).sum().backward()
    assert maps.grad is not None
    expected = (maps.grad * maps).sum(dim=1).detach().numpy()
    answer = open_session(weights, choose(DeviceChoice.CPU)).run(
        {"feature_map": maps.detach().numpy(), "clinical": clinical.numpy()}
    )
    np.testing.assert_allclose(answer["saliency"], expected, atol=1e-4 * np.abs(expected).max())
    assert (expected > 0).any()
    assert (expected < 0).any()
    np.testing.assert_allclose(answer["probability"], torch.softmax(logits, 1).detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(answer["image_features"], image_features.detach().numpy(), atol=1e-5)


def test_that_saliency_adds_up_to_what_the_image_says() -> None:
    # Piecewise linear: the sum over the map is the logit difference less what biases and clinical features say.
    torch.manual_seed(2)
    head = CtResponseHead(5).eval()
    for layer in (head.first, head.second, head.third, head.classifier):
        nn.init.zeros_(layer.bias)
    maps, clinical = torch.rand(2, 2048, 7, 7), torch.zeros(2, 5)
    with torch.no_grad():
        logits, _ = head.logits(maps.mean(dim=(2, 3)), clinical)
        _, _, saliency = head(maps, clinical)
    torch.testing.assert_close(saliency.sum(dim=(1, 2)), logits[:, 1] - logits[:, 0])


def test_that_a_pooled_vector_goes_in_as_a_map_of_one_cell() -> None:
    torch.manual_seed(3)
    head = CtResponseHead(5).eval()
    session = open_session(ct_head_onnx(head), choose(DeviceChoice.CPU))
    maps, clinical = np.random.default_rng(0).random((2, 2048, 7, 7), np.float32), np.zeros((2, 5), np.float32)
    whole = session.run({"feature_map": maps, "clinical": clinical})
    pooled = session.run({"feature_map": maps.mean(axis=(2, 3), keepdims=True), "clinical": clinical})
    np.testing.assert_allclose(whole["probability"], pooled["probability"], atol=1e-5)


def test_that_efficientnet_b5_in_onnx_equals_torch_for_any_bag_from_eight() -> None:
    torch.manual_seed(4)
    network = HaimNetwork(torch.randn(2048), torch.rand(2048) + 0.5)
    with_lively_batch_norm(network, (torch.randn(3, 1, 12, 2048),))
    session = open_session(haim_onnx(network), choose(DeviceChoice.CPU))
    seen = set()
    for n in (8, 9, 31, 100):
        bag = torch.randn(1, 1, n, 2048)
        with torch.no_grad():
            expected = network(bag).numpy()
        answer = session.run({"bag": bag.numpy()})["probability"]
        np.testing.assert_allclose(answer, expected, atol=1e-4)
        seen.add(round(float(answer[0, 1]), 4))
    assert len(seen) > 1


@pytest.mark.parametrize("patches", [8, 9, 31, 32, 33, 100])
def test_that_every_patch_weighs_the_same_in_the_rows_of_the_network(patches: int) -> None:
    weights = networks._area_weights(torch.zeros(1, 1, patches, 2048))
    assert weights.shape == (networks.BAG_ROWS, patches)
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(networks.BAG_ROWS))
    torch.testing.assert_close(weights.sum(dim=0), torch.full((patches,), networks.BAG_ROWS / patches))


def test_that_a_bag_of_the_networks_own_size_enters_as_it_is() -> None:
    weights = networks._area_weights(torch.zeros(1, 1, networks.BAG_ROWS, 2048))
    torch.testing.assert_close(weights, torch.eye(networks.BAG_ROWS))
