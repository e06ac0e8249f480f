"""Training of the CT response head on backbone vectors; patients, never slices, are split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.training.checkpoint import Checkpoints, key_of
from hccdesk.training.ct_cohort import CtCohort
from hccdesk.training.ct_settings import CtHeadSettings
from hccdesk.training.device import CPU, Processor
from hccdesk.training.export import round_to_half
from hccdesk.training.loop import train
from hccdesk.training.networks import CtResponseHead
from hccdesk.training.patient_split import refuse_shared_patients

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answers:
    """Of each patient, the mean over slices: `probability` (patient,) and `image_features` (patient, 6)."""

    probability: Floats
    image_features: Floats


@dataclass(frozen=True, slots=True)
class FoldHead:
    """A head trained without the patients of `fold`: what it says of everybody."""

    fold: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class HeadTrainer:
    """Trains heads of one kind; `work` keeps their checkpoints, `facts` (hashes) are part of what decides a result."""

    settings: CtHeadSettings
    progress: Progress
    work: Path | None = None
    processor: Processor = CPU
    facts: tuple[str, ...] = ()

    def fit(self, cohort: CtCohort, name: str) -> tuple[CtResponseHead, tuple[Sentence, ...]]:
        """A head trained on all of `cohort`, its weights as they are shipped (float16), and what is to be told."""
        settings = self.settings
        torch.manual_seed(settings.seed)
        head = CtResponseHead(cohort.clinical.shape[1], settings.hidden, settings.image_features, settings.dropout)
        centre, deviation = _standardisation(cohort, settings)
        if settings.clinical_start:
            start_from_clinical_logistic(head, cohort)
        head.to(self.processor.device)
        run = train(
            head,
            _Loss(head, cohort, settings, self.processor, centre, deviation),
            settings.loop(cohort.slices),
            self.progress,
            label=f"CT head {name}",
            checkpoints=self._checkpoints(name, cohort),
            without_l2=tuple(head.classifier.parameters()),
        )
        head.to("cpu")
        _fold_standardisation(head, centre, deviation)
        round_to_half(head)
        return head, run.notes

    def without_fold(self, cohort: CtCohort, fold: NDArray[np.int64], number: int) -> FoldHead:
        """The head of the patients outside `number` of `fold` (patient,), asked about everybody."""
        learners = cohort.part(fold != number)
        refuse_shared_patients(learners.patient_ids, cohort.part(fold == number).patient_ids)
        head, _ = self.fit(learners, f"fold {number + 1}")
        return FoldHead(number, answers_of(head, cohort))

    def _checkpoints(self, name: str, cohort: CtCohort) -> Checkpoints | None:
        if self.work is None:
            return None
        key = key_of(
            what="ct-response",
            settings=self.settings,
            facts=self.facts,
            patients=cohort.patient_ids,
            responded=cohort.responded.tolist(),
            clinical=cohort.clinical.tolist(),
            slices=[len(vectors) for vectors in cohort.vectors],
            device=self.processor.device.type,
        )
        return Checkpoints(self.work / f"{name.replace(' ', '-')}.checkpoint", key)


def answers_of(head: CtResponseHead, cohort: CtCohort) -> Answers:
    """What `head` says of every patient, the mean over the slices, as inference takes it."""
    head.eval()
    with torch.no_grad():
        of_slice = cohort.patient_of_slice
        clinical = torch.from_numpy(cohort.clinical[of_slice])
        logits, features = head.logits(torch.from_numpy(cohort.all_slices), clinical)
        probability = torch.softmax(logits, dim=1)[:, 1].double().numpy()
    counts = np.bincount(of_slice, minlength=len(cohort))
    return Answers(
        np.bincount(of_slice, probability, len(cohort)) / counts,
        np.stack([np.bincount(of_slice, column, len(cohort)) / counts for column in features.double().numpy().T], 1),
    )


class _Loss:
    """Binary cross-entropy of a step's slices, and the penalty on copied features."""

    def __init__(  # noqa: PLR0917 - private, called once
        self,
        head: CtResponseHead,
        cohort: CtCohort,
        settings: CtHeadSettings,
        processor: Processor,
        centre: NDArray[np.float32],
        deviation: NDArray[np.float32],
    ) -> None:
        self._head, self._settings, self._processor = head, settings, processor
        self._patient = cohort.patient_of_slice
        self._first = np.searchsorted(self._patient, np.arange(len(cohort)))
        self._counts = np.bincount(self._patient, minlength=len(cohort))
        self._slices = torch.from_numpy((cohort.all_slices - centre) / deviation).to(processor.device)
        self._clinical = torch.from_numpy(cohort.clinical).to(processor.device)
        self._truth = torch.from_numpy(cohort.responded.astype(np.int64)).to(processor.device)

    def __call__(self, step: int, rng: np.random.Generator) -> Tensor:
        chosen = self._drawn(rng) if self._settings.patients_weigh_alike else self._in_turn(step)
        patient = torch.from_numpy(self._patient[chosen]).to(self._processor.device)
        with self._processor.autocast():
            logits, features = self._head.logits(
                self._slices[torch.from_numpy(chosen).to(self._processor.device)], self._clinical[patient]
            )
        # Cross-entropy of a two-neuron softmax is the binary cross-entropy of its second neuron.
        loss = nn.functional.cross_entropy(logits.float(), self._truth[patient])
        if self._settings.decorrelation:
            loss = loss + self._settings.decorrelation * _correlation(features.float())
        return loss

    def _drawn(self, rng: np.random.Generator) -> NDArray[np.int64]:
        patient = rng.integers(0, len(self._counts), self._settings.batch)
        return self._first[patient] + rng.integers(0, self._counts[patient])

    def _in_turn(self, step: int) -> NDArray[np.int64]:
        """Each slice once an epoch, in an order of the epoch's own."""
        n, batch = len(self._patient), self._settings.batch
        epoch, place = divmod(step, self._settings.steps_an_epoch(n))
        order = np.random.default_rng([self._settings.seed, epoch, 1]).permutation(n)
        return order[place * batch : (place + 1) * batch]


def _standardisation(cohort: CtCohort, settings: CtHeadSettings) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    slices = cohort.all_slices
    if not settings.standardised:
        return np.zeros(slices.shape[1], np.float32), np.ones(slices.shape[1], np.float32)
    return slices.mean(axis=0), slices.std(axis=0) + np.float32(1e-3)


def start_from_clinical_logistic(head: CtResponseHead, cohort: CtCohort) -> None:
    """Set the clinical weights to those of a logistic regression on the clinical features alone (ridge 1)."""
    table = np.column_stack([np.ones(len(cohort)), cohort.clinical])
    weights, ridge = np.zeros(table.shape[1]), np.eye(table.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (cohort.responded - chance) - ridge @ weights
        weights += np.linalg.solve((table * (chance * (1 - chance))[:, None]).T @ table + ridge, slope)
    half = torch.from_numpy(weights / 2).float()
    with torch.no_grad():
        head.classifier.bias.copy_(torch.stack([-half[0], half[0]]))
        head.classifier.weight[:, -cohort.clinical.shape[1] :] = torch.stack([-half[1:], half[1:]])


def _correlation(image_features: Tensor) -> Tensor:
    # Six copies of one number would tell the Cox model nothing and make it unstable.
    centred = image_features - image_features.mean(dim=0)
    normal = centred / (centred.norm(dim=0) + 1e-6)
    excess: Tensor = normal.T @ normal - torch.eye(normal.shape[1], device=normal.device)
    return excess.square().mean()


def _fold_standardisation(head: CtResponseHead, centre: NDArray[np.float32], deviation: NDArray[np.float32]) -> None:
    with torch.no_grad():
        weight = head.first.weight / torch.from_numpy(deviation)
        head.first.bias.sub_(weight @ torch.from_numpy(centre))
        head.first.weight.copy_(weight)
