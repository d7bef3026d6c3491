"""The deployment contract: shown, asked for, signed and refused."""

from dataclasses import dataclass

from readiness.domain.readings.contract_history import Edition, editions
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rules import contract as contract_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.contract import Agreement, agreement
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.refusals import NotFound
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import Outcome, change_initiative
from readiness.usecases.frame.ports import Clock, Deps, Storage
from readiness.usecases.frame.tenancy import organisation_named
from readiness.usecases.looking import sight


@dataclass(frozen=True, slots=True)
class ContractPage:
    """The contract of one initiative, and how that stands."""

    standing: Standing
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class PrintedContract:
    """The same to be kept or printed, with every version that the record tells of."""

    page: ContractPage
    editions: tuple[Edition, ...]


def contract_page(stands: Standing) -> ContractPage:
    """The page of an initiative that is already loaded."""
    return ContractPage(stands, agreement(stands.initiative, stands.organisation))


async def show(deps: Deps, asker: Asker, slug: str) -> ContractPage:
    """The contract as it is now; raises `NotFound`."""
    found = await sight(deps, asker, slug)
    return contract_page(standing(found.initiative, found.organisation, found.now))


async def ask(deps: Deps, asker: Asker, slug: str) -> Outcome:
    """Ask every party to sign it."""
    return await change_initiative(deps, asker, slug, contract_rules.ask)


async def sign(deps: Deps, asker: Asker, slug: str, seen: str | None) -> Outcome:
    """Sign for the asker's parties; `seen` is the mark of the terms on the button, None when it was typed."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: contract_rules.sign(initiative, act, seen=seen)
    )


async def refuse(deps: Deps, asker: Asker, slug: str, why: str, seen: str | None) -> Outcome:
    """Say why the asker's parties will not sign."""

    def rule(initiative: Initiative, act: Act) -> Change:
        return contract_rules.refuse(initiative, act, why=why, seen=seen)

    return await change_initiative(deps, asker, slug, rule)


async def to_print(storage: Storage, clock: Clock, organisation: str, slug: str) -> PrintedContract:
    """The contract for whoever runs the bot, to whom every initiative exists; raises `NotFound`."""
    own = await organisation_named(storage, organisation)
    async with storage.read(own) as uow:
        initiative = await uow.initiatives.by_slug(slug)
        if initiative is None:
            raise NotFound(initiative=slug)
        stands = standing(initiative, await uow.organisations.get(), clock())
        entries, texts = await uow.record.entries(initiative.id), await uow.record.texts(initiative.id)
    return PrintedContract(contract_page(stands), editions(entries, texts))
