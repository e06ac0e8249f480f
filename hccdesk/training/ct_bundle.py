"""The bundle of the CT response head."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from hccdesk.domain.manifest import Threshold
from hccdesk.training import manifests
from hccdesk.training.ct_response import train_ct_head
from hccdesk.training.evaluation import auc_performance
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.features import Cohort, joined
from hccdesk.training.networks import FEATURES, CtResponseHead
from hccdesk.training.scope import observed_tumours
from hccdesk.training.survival import head_answers
from hccdesk.training.workplace import CT_HEAD, EXACT, QUICK, Workplace, write_network


def make_ct_response(place: Workplace) -> None:
    """Train the CT head, measure it on patients it has not seen, and write its bundle."""
    plan = place.plan
    trained = train_ct_head(place.ct("ct-training", plan.ct_training, QUICK), plan.ct, place.progress)
    onnx = ct_head_onnx(trained.network)
    held_out = place.ct("ct-held-out", plan.held_out_ct, EXACT)
    test = joined(held_out, place.ct("ct-nomogram", plan.nomogram_training, EXACT))
    scores = head_answers(onnx, test, place.device()).probability
    cohort = f"{len(test)} phantom patients not used in training, {plan.slices_per_patient} slices each"
    performance = (
        auc_performance(scores, test.responded, "AUC", cohort),
        auc_performance(test.true_probability, test.responded, "AUC of the phantom's true probability", cohort),
    )
    origin = f"Youden's index on cross-validated predictions of {plan.ct_training.patients} phantom training patients"
    manifest = manifests.ct_manifest(
        weights="ct_response.onnx",
        backbone=place.backbone(),
        threshold=Threshold(round(trained.threshold, 4), origin),
        performance=performance,
        observed=observed_tumours(plan.ct_training.draw()[: plan.geometry_patients]),
        cohort=f"{plan.ct_training.patients} phantom patients (seed {plan.ct_training.seed})",
    )
    how = (
        "ResNet50 frozen; perceptron 2048-256-64-6, joined with five clinical features, fully connected to two.",
        f"{plan.ct.steps} steps of Adam at {plan.ct.learning_rate:g} on {plan.ct_training.patients} phantom patients, "
        f"{plan.slices_per_patient} slices each (the paper: 1e-5, 100 epochs).",
        f"Cross-validated AUC while training, by patient: {trained.cross_validated_auc:.3f}.",
    )
    write_network(place, CT_HEAD, manifest, onnx, inputs=_ct_selftest_input(test), told=(how, manifests.YIN_ISSUES))


def ct_head_onnx(network: CtResponseHead) -> bytes:
    """The CT head as ONNX; number of slices and size of the feature map are free."""
    round_to_half(network)
    clinical = network.classifier.in_features - network.third.out_features
    return to_onnx(
        network,
        {"feature_map": torch.zeros(2, FEATURES, 7, 7), "clinical": torch.zeros(2, clinical)},
        ("probability", "image_features", "saliency"),
        {
            "feature_map": {0: "n", 2: "rows", 3: "columns"},
            "clinical": {0: "n"},
            "probability": {0: "n"},
            "image_features": {0: "n"},
            "saliency": {0: "n", 1: "rows", 2: "columns"},
        },
    )


def _ct_selftest_input(cohort: Cohort) -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(6)
    pooled = cohort.features[:2, 0, :, None, None]
    maps = pooled * rng.uniform(0.5, 1.5, (2, 1, 2, 2))
    return {"feature_map": maps.astype(np.float32), "clinical": cohort.clinical[:2]}
