"""The bundle of HAIM."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from hccdesk.domain.manifest import Threshold
from hccdesk.inference.device import Device
from hccdesk.inference.session import open_session
from hccdesk.training import manifests
from hccdesk.training.evaluation import auc_performance
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.features import Cohort
from hccdesk.training.haim import train_haim
from hccdesk.training.networks import BAG_ROWS, FEATURES, HaimNetwork
from hccdesk.training.workplace import EXACT, HAIM, QUICK, Workplace, write_network


def make_haim(place: Workplace) -> None:
    """Train HAIM, measure it on patients it has not seen, and write its bundle."""
    plan = place.plan
    trained = train_haim(place.tissue("haim-training", plan.haim_training, QUICK), plan.haim, place.progress)
    onnx = haim_onnx(trained.network)
    test = place.tissue("haim-held-out", plan.held_out_haim, EXACT)
    scores = haim_scores(onnx, test, place.device())
    cohort = f"{len(test)} phantom patients not used in training, {plan.patches_per_patient} patches each"
    performance = (
        auc_performance(scores, ~test.responded, "AUC", cohort),
        auc_performance(1 - test.true_probability, ~test.responded, "AUC of the phantom's true probability", cohort),
    )
    origin = f"Youden's index on {trained.validation_patients} phantom validation patients"
    manifest = manifests.haim_manifest(
        weights="haim.onnx",
        backbone=place.backbone(),
        threshold=Threshold(round(trained.threshold, 4), origin),
        performance=performance,
        bag_patches=(min(plan.haim.rows), max(plan.haim.rows)),
        cohort=f"{plan.haim_training.patients} phantom patients (seed {plan.haim_training.seed})",
    )
    how = (
        f"EfficientNet-B5 on the bag of ResNet50 features (patches × 2,048, raster order), brought to {BAG_ROWS} rows "
        "by area, two neurons.",
        "Bag features are centred, and scaled by deviation and by their correlation with risk in the "
        "training patients.",
        f"{plan.haim.steps} steps of Adam at {plan.haim.learning_rate:g}, bags of "
        f"{min(plan.haim.rows)} to {max(plan.haim.rows)} patches, drawn anew (the paper: 0.01, 3,000 epochs).",
        "The two neurons are stretched so that scores are calibrated in the validation patients (Platt).",
        f"Best network by AUC on {trained.validation_patients} validation patients: {trained.validation_auc:.3f} "
        "(chosen by it, so too good).",
    )
    bag = test.features[:1, : max(8, plan.haim.rows[0])][None]
    write_network(place, HAIM, manifest, onnx, inputs={"bag": bag}, told=(how, manifests.HAIM_ISSUES))


def haim_onnx(network: HaimNetwork) -> bytes:
    """HAIM as ONNX; the number of patches is free, from eight."""
    round_to_half(network)
    return to_onnx(network, {"bag": torch.zeros(1, 1, 16, FEATURES)}, ("probability",), {"bag": {2: "n"}})


def haim_scores(onnx: bytes, cohort: Cohort, device: Device) -> NDArray[np.float64]:
    """The risk score of every patient (patient,) by the ONNX file itself."""
    session = open_session(onnx, device)
    return np.array([float(session.run({"bag": bag[None, None]})["probability"][0, 1]) for bag in cohort.features])
