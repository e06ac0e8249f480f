"""The shared, frozen ResNet50: images to feature vectors and maps, in batches that fit the device."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.errors import ModelBundleError
from hccdesk.domain.manifest import ModelBundle, ModelKind, ModelManifest, SlideInputSpec
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.outputs import finite
from hccdesk.inference.preprocess import patch_images
from hccdesk.inference.session import GpuMemoryFullError, give_up_full_gpu, open_session

FEATURES = 2048
STRIDE = 32
Floats = NDArray[np.float32]


class Backbone:
    """The network of one backbone bundle on one device. Opened once, used for every image of a job."""

    def __init__(self, bundle: ModelBundle, device: Device) -> None:
        if bundle.manifest.kind is not ModelKind.BACKBONE:
            raise ModelBundleError(
                Sentence.of("The model {model_id} is no backbone.", model_id=bundle.manifest.model_id)
            )
        self.model_id = bundle.manifest.model_id
        self.sha256 = bundle.weights_sha256
        self.device = device
        self._session = open_session(bundle.weights, device)
        self._largest_batch: int | None = None

    def features(self, images: Floats, batch: int = 8) -> tuple[Floats, Floats]:
        """Vectors (n, 2048) and maps (n, 2048, h/32, w/32) of `images` (n, 3, h, w), `batch` at a time.

        A GPU whose memory is full gets half as many, down to one image; after that `auto` goes on with the CPU.
        """
        vectors: list[Floats] = []
        maps: list[Floats] = []
        start = 0
        while start < len(images):
            size = min(batch, self._largest_batch or batch)
            try:
                vector, feature_map = self._once(images[start : start + size])
            except GpuMemoryFullError as error:
                self._shrink(size, error)
                continue
            vectors.append(vector)
            maps.append(feature_map)
            start += size
        if not vectors:
            rows, columns = -(-images.shape[2] // STRIDE), -(-images.shape[3] // STRIDE)
            return np.empty((0, FEATURES), np.float32), np.empty((0, FEATURES, rows, columns), np.float32)
        return np.concatenate(vectors), np.concatenate(maps)

    def patch_features(self, rgb: NDArray[np.uint8], spec: SlideInputSpec, batch: int = 4) -> Floats:
        """Vectors (n, 2048) of one handful of patches (n, px, px, 3); call it per handful to keep memory small."""
        vectors = [
            self.features(patch_images(rgb[start : start + batch], spec), batch)[0]
            for start in range(0, len(rgb), batch)
        ]
        return np.concatenate(vectors) if vectors else np.empty((0, FEATURES), np.float32)

    def must_be_the_one_of(self, head: ModelManifest) -> None:
        """Raise `ModelBundleError` unless `head` was trained on exactly these weights."""
        named = head.backbone
        if named is None or (named.model_id, named.sha256) != (self.model_id, self.sha256):
            raise ModelBundleError(
                Sentence.of(
                    "The model {head} was trained on another backbone than {backbone}.",
                    head=head.model_id,
                    backbone=self.model_id,
                ),
                what_to_do="Install the backbone that its manifest names.",
            )

    def _once(self, images: Floats) -> tuple[Floats, Floats]:
        outputs = self._session.run({"images": np.ascontiguousarray(images, dtype=np.float32)})
        n, _, height, width = images.shape
        grid = (-(-height // STRIDE), -(-width // STRIDE))
        return finite(outputs, "features", (n, FEATURES)), finite(outputs, "feature_map", (n, FEATURES, *grid))

    def _shrink(self, size: int, error: GpuMemoryFullError) -> None:
        if size == 1:
            give_up_full_gpu(self.device, error)
            return
        self._largest_batch = size // 2
        self.device.note(f"The GPU's memory was full; images were computed {size // 2} at a time.")
