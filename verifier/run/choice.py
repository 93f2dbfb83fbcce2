"""What a run walks: a target, the product that is there, and the texts about it in the target's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from verifier import targets
from verifier.product import Product, load, names
from verifier.targets import SiteTarget, Target, TargetError
from verifier.text.editions import check_same
from verifier.text.model import Claim, Instruction, InstructionError
from verifier.text.reading import read
from verifier.walk.steps import Step, StepError, registered
from verifier.walk.wordings import glossary


@dataclass(frozen=True)
class Choice:
    """A target by its name, and what is walked there.

    `texts` are those that the run is to walk, `originals` the product's first edition of each, by the text's name.
    """

    name: str
    target: Target
    texts: tuple[Instruction, ...]
    originals: Mapping[str, Instruction] = field(repr=False)

    @property
    def product(self) -> Product:
        """The product that is walked there."""
        return self.target.declared

    @property
    def is_site(self) -> bool:
        """Say whether the target is reached over the network; else it is a stand."""
        return isinstance(self.target, SiteTarget)

    @property
    def public(self) -> Iterator[str]:
        """What anybody may read: the words of its texts, the labels of its controls, and its addresses."""
        for text in {*self.texts, *self.originals.values()}:
            yield text.title
            for claim in text.claims:
                yield from (claim.section, claim.sentence, *claim.labels, *claim.addresses)
        yield from (control.label for control in self.product.controls)
        for system in self.product.systems:
            for origin in (*system.origins, *self.target.sites.origins(system.name)):
                places = [place for place in self.product.places if place.system == system.name]
                yield from (f"{origin}{path}" for path in {system.page, *(one.path or "/" for one in places)})

    def original_of(self, text: Instruction) -> Instruction | None:
        """Return the edition in whose words page objects know their controls; None where it is in the same language."""
        original = self.originals[text.name]
        return None if original.language == text.language else original

    @property
    def steps(self) -> dict[str, Step]:
        """The steps of the product, by their claims' ids."""
        return registered(self.product.package)


def choose(
    name: str | None,
    file: Path,
    variables: Mapping[str, str],
    wanted: Sequence[str] = (),
    *,
    new_text: str = "",
) -> Choice:
    """Return a target with the texts that are `wanted` there, or else its product's main text; all of them checked.

    Where a product has none yet, and a `new_text` is to be recorded, that stands in their place with nothing in it.
    Raises `TargetError`, `InstructionError` and `StepError`, one line each.
    """
    found, target = targets.load(name, file, variables)
    return of_target(found, target, wanted, new_text=new_text)


def of_target(name: str, target: Target, wanted: Sequence[str] = (), *, new_text: str = "") -> Choice:
    """Return a target that has been read with its texts. Raises `InstructionError` and `StepError`."""
    product = target.declared
    every = [read(product.folder / file) for file in product.texts]
    if not every and new_text:
        empty = Instruction(
            f"{product.name}/{new_text}", target.locale.partition("-")[0], new_text, "", (), ()
        )
        return Choice(name, target, (empty,), {empty.name: empty})
    if not every:
        raise InstructionError(f"{product.folder}/product.py: texts пуст; назовите хотя бы один текст")
    check(product, every)
    originals: dict[str, Instruction] = {}
    editions: dict[str, Instruction] = {}
    for text in every:
        _check_edition(text, originals.setdefault(text.name, text))
        if text.name not in editions or text.language == target.locale.partition("-")[0]:
            editions[text.name] = text
    texts = [_named(one, editions) for one in wanted] or [editions[every[0].name]]
    return Choice(name, target, tuple(dict.fromkeys(texts)), originals)


def every_text() -> list[Instruction]:
    """Return every edition of every text of all products. Raises `ProductError` and `InstructionError`."""
    return [read(product.folder / file) for product in map(load, names()) for file in product.texts]


def check(product: Product, texts: Sequence[Instruction]) -> None:
    """Raise `InstructionError` unless every sentence has a step and every step a sentence.

    A sentence that nobody proves would leave a run green that knows nothing of it. Raises `StepError` for a step that
    cannot meet as many labels as its sentence quotes.
    """
    steps = registered(product.package)
    attributes = {name for place in product.places for name in dir(place) if not name.startswith("_")}
    for text in texts:
        for claim in text.claims:
            if claim.id not in steps:
                raise InstructionError(
                    f'{claim.place}: у предложения «{claim.id}» нет шага; напишите шаг с @proves("{claim.id}")'
                )
            _check_labels(claim, steps[claim.id], attributes)
    claims = {claim.id for text in texts for claim in text.claims}
    for step in steps.values():
        if step.claim not in claims:
            told = f"нет предложения «{step.claim}», его доказывает {step.place}; верните его или уберите шаг"
            raise InstructionError(f"{', '.join(text.file for text in texts)}: {told}")


def _check_edition(text: Instruction, original: Instruction) -> None:
    """Raise `InstructionError` for an edition that is not its original in another language."""
    if text is not original:
        check_same(text, original)
        glossary(original, text)


def _check_labels(claim: Claim, step: Step, attributes: set[str]) -> None:
    able = len(step.names_used() & attributes)
    if len(set(claim.labels)) > able:
        raise StepError(
            f"{claim.place}: в предложении «{claim.id}» подписей {len(set(claim.labels))}, а шаг {step.place} смотрит "
            f"не более чем на {able}; пусть он нажмёт или увидит каждую"
        )


def _named(wanted: str, texts: Mapping[str, Instruction]) -> Instruction:
    for name, text in texts.items():
        if wanted in (name, name.rpartition("/")[2]):
            return text
    raise TargetError(f"--instruction {wanted}: нет такого текста; есть {', '.join(texts)}")
