"""The bundle of the progression-free survival nomogram."""

from __future__ import annotations

from hccdesk.domain.manifest import BackboneReference
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.survival.selftest import selftest_files
from hccdesk.training import manifests
from hccdesk.training.cards import model_card
from hccdesk.training.scope import observed_tumours
from hccdesk.training.shrunken_cox import PRIOR_DEVIATION
from hccdesk.training.survival import head_answers, make_nomogram
from hccdesk.training.workplace import CT_HEAD, EXACT, NOMOGRAM, Workplace


def make_survival(place: Workplace) -> None:
    """Fit the nomogram on patients the CT head has not seen, measure it on others, and write its bundle."""
    plan, head = place.plan, read_bundle(place.models / CT_HEAD)
    patients, test_patients = plan.nomogram_training.draw(), plan.held_out_ct.draw()
    fitted = head_answers(head.weights, place.ct("ct-nomogram", plan.nomogram_training, EXACT), place.device())
    tested = head_answers(head.weights, place.ct("ct-held-out", plan.held_out_ct, EXACT), place.device())
    nomogram = make_nomogram(patients, fitted, test_patients, tested)
    manifest = manifests.nomogram_manifest(
        nomogram.performance,
        observed_tumours(patients[: plan.geometry_patients]),
        f"{len(patients)} phantom patients (seed {plan.nomogram_training.seed})",
        BackboneReference(CT_HEAD, head.weights_sha256),
    )
    how = (
        "Cox regression (Efron) on five clinical features, six image features and the CT head's probability.",
        f"Coefficients drawn towards zero (normal prior, deviation {PRIOR_DEVIATION} per standard deviation of a "
        "covariate): the probability is nearly a function of the other covariates.",
        f"Fitted on {len(patients)} phantom patients that the CT head was not trained on, measured on "
        f"{len(test_patients)} others.",
    )
    card = model_card(manifest, how, manifests.YIN_ISSUES)
    content = {"nomogram.json": nomogram.content, "MODEL_CARD.md": card.encode(), **selftest_files(nomogram.content)}
    write_bundle(manifest, content, place.models / NOMOGRAM)
