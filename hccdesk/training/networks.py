"""The three networks of the two papers, in MONAI and torch; their ONNX twins come from `training.export`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from monai.networks.nets.efficientnet import EfficientNetBN
from monai.networks.nets.resnet import resnet50
from torch import Tensor, nn

FEATURES = 2048
IMAGE_FEATURES = 6
"""The nomogram of Yin et al. has six image features (its radiomics model: seven); configurable for that reason."""


def new_resnet50(classes: int) -> nn.Module:
    """ResNet50 with torchvision's names and shapes, so that a site may load such weights.

    MONAI's defaults differ: its first stride is 1, and its downsampling convolutions have a bias.
    """
    network: nn.Module = resnet50(
        spatial_dims=2, n_input_channels=3, num_classes=classes, conv1_t_stride=2, bias_downsample=False
    )
    return network


class BackboneNetwork(nn.Module):
    """ResNet50 without its classifier: images (n, 3, h, w) to `features` (n, 2048) and `feature_map`."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Pooled features (n, 2048) and the last feature map (n, 2048, h/32, w/32)."""
        maps = images
        for stage in ("conv1", "bn1", "act", "maxpool", "layer1", "layer2", "layer3", "layer4"):
            maps = self.network.get_submodule(stage)(maps)
        return maps.mean(dim=(2, 3)), maps


class CtResponseHead(nn.Module):
    """MLP on the pooled feature map, joined with the clinical features: Yin et al. 2024, figure 1.

    The multilayer perceptron's last layer gives the image features. Saliency is exact: pooling and perceptron are
    piecewise linear, so the gradient of (response - no response) is a product of masked matrices.
    """

    def __init__(
        self,
        clinical: int,
        hidden: Sequence[int] = (256, 64),
        image_features: int = IMAGE_FEATURES,
        dropout: float = 0.3,
    ) -> None:
        super().__init__()
        self.first = nn.Linear(FEATURES, hidden[0])
        self.second = nn.Linear(hidden[0], hidden[1])
        self.third = nn.Linear(hidden[1], image_features)
        self.classifier = nn.Linear(image_features + clinical, 2)
        self.dropout = nn.Dropout(dropout)

    def logits(self, pooled: Tensor, clinical: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, 2: no response, objective response) and image features (n, 6) of pooled vectors (n, 2048)."""
        first = self.dropout(torch.relu(self.first(pooled)))
        second = self.dropout(torch.relu(self.second(first)))
        image_features = self.third(second)
        return self.classifier(torch.cat([image_features, clinical], dim=1)), image_features

    def forward(self, feature_map: Tensor, clinical: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Probability (n, 2), image features (n, 6) and saliency (n, h, w), signed, of maps (n, 2048, h, w)."""
        pooled = feature_map.mean(dim=(2, 3))
        logits, image_features = self.logits(pooled, clinical)
        gradient = self._gradient(pooled)
        cells = feature_map.shape[2] * feature_map.shape[3]
        saliency = (feature_map * gradient[:, :, None, None]).sum(dim=1) / cells
        return torch.softmax(logits, dim=1), image_features, saliency

    def _gradient(self, pooled: Tensor) -> Tensor:
        first = self.first(pooled)
        second = self.second(torch.relu(first))
        towards_response = self.classifier.weight[1] - self.classifier.weight[0]
        back = towards_response[: self.third.out_features] @ self.third.weight
        back = (second > 0).to(pooled.dtype) * back
        back = (first > 0).to(pooled.dtype) * (back @ self.second.weight)
        return torch.matmul(back, self.first.weight)


BAG_ROWS = 32
"""Rows that every bag is brought to: what EfficientNet's five halvings turn into one."""


class HaimNetwork(nn.Module):
    """EfficientNet-B5 on the bag matrix (HAIM): bag (1, 1, n, 2048) in raster order to P(CR/PR), P(SD/PD).

    The bag is brought to `BAG_ROWS` rows by area, as an image is brought to a network's size: every patch enters,
    neighbours are averaged where there are more, repeated where there are fewer. On the bag as it comes, what padding
    and BatchNorm make of the number of rows outweighed what the patches say.

    Every feature is centred and scaled, and, where there is a `projection` (2048, columns), they are turned into that
    many columns; all as part of the graph (`training.haim_input` says with what).
    """

    def __init__(
        self,
        centre: Tensor | None = None,
        scale: Tensor | None = None,
        projection: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.network = EfficientNetBN("efficientnet-b5", pretrained=False, spatial_dims=2, in_channels=1, num_classes=2)
        self.centre = nn.Buffer(torch.zeros(FEATURES) if centre is None else centre)
        self.scale = nn.Buffer(torch.ones(FEATURES) if scale is None else scale)
        self.projection = None if projection is None else nn.Parameter(projection, requires_grad=False)

    @property
    def last_layer(self) -> nn.Linear:
        """The two neurons: CR/PR, SD/PD."""
        layer = self.network.get_submodule("_fc")
        assert isinstance(layer, nn.Linear)
        return layer

    def logits(self, bag: Tensor) -> Tensor:
        """Logits (b, 2: CR/PR, SD/PD) of bags (b, 1, n, 2048)."""
        rows = (torch.matmul(_area_weights(bag), bag) - self.centre) * self.scale
        if self.projection is not None:
            rows = torch.matmul(rows, self.projection)
        answer: Tensor = self.network(rows)
        return answer

    def forward(self, bag: Tensor) -> Tensor:
        """Probability (b, 2); the second is the post-treatment risk prediction score."""
        return torch.softmax(self.logits(bag), dim=1)


def _area_weights(bag: Tensor) -> Tensor:
    """(BAG_ROWS, n): how much of each row of the bag falls into each row of the network's input; rows sum to one."""
    # From the bag's own shape by tensor operations, so that the exported graph takes any number of rows.
    patch = torch.cumsum(torch.ones_like(bag[0, 0, :, 0]), dim=0) - 1.0
    count = patch[-1] + 1.0
    low = torch.arange(BAG_ROWS, dtype=bag.dtype) * count / BAG_ROWS
    high = low + count / BAG_ROWS
    overlap = torch.minimum(high[:, None], patch[None] + 1.0) - torch.maximum(low[:, None], patch[None])
    return torch.clamp(overlap, min=0.0) * BAG_ROWS / count
