"""What the bundles made here want as input; each choice the papers leave open, with its reason."""

from __future__ import annotations

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.manifest import CtInputSpec, SlideInputSpec
from hccdesk.training.backbone_settings import MEAN, STD

CT_SPEC = CtInputSpec(
    # Not stated by the paper. From fat (-100) to bright arterial tumour (200): liver, capsule, washout and necrosis
    # lie well inside; wider would spend grey levels on bone and air.
    window_hu=(-100.0, 200.0),
    # "complete tumour and surrounding tissue": a centimetre holds the capsule and the tumour's edge.
    margin_mm=10.0,
    # A small cut near the tumour's pole is not blown up beyond what a 0.3 mm pixel can show.
    minimum_side_mm=60.0,
    side_px=224,
    mean=MEAN,
    std=STD,
    clinical_features=tuple(FEATURES),
)

SLIDE_SPEC = SlideInputSpec(
    patch_px=512,
    um_per_px=0.25,
    mean=MEAN,
    std=STD,
    # EfficientNet-B5 fails on fewer than eight rows.
    minimum_patches=8,
    maximum_patches=4096,
)
