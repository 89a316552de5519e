"""The verdict in plain words, for us and for the customer: fixed or hourly, and what a busy year would mean."""

from __future__ import annotations

from estimator.model.estimate import Choice, Estimate
from estimator.model.rate_card import RateCard
from estimator.render.estimate_texts import estimate_texts
from estimator.render.texts import translations


def plan_name(rate_card: RateCard, plan: str, language: str) -> str:
    """The name of a plan as the rate card has it in that language, else in English, else its id."""
    names = rate_card.plan[plan].names
    return names.get(language) or names.get("en") or plan


def verdict_headline(choice: Choice, language: str) -> str:
    """The advice in a few words: `Stay hourly`."""
    _ = translations(language).gettext
    return {
        "fixed": _("The fixed fee costs less"),
        "predictability": _("The fixed fee buys certainty"),
        "hourly": _("Stay hourly"),
    }[choice]


def verdict_sentences(estimate: Estimate, rate_card: RateCard, language: str) -> tuple[str, ...]:
    """The advice and its reasons: the expected year, the busy year, and the break-even. Nothing internal."""
    _ = translations(language).gettext
    reasons = {
        "fixed": (
            _(
                "In an expected year the fixed fee costs {fee}, {difference} less than the hourly plan {plan}, "
                "which would come to {expected}."
            ),
            _("In one year out of ten, hourly would cost {busy} or more: at least {gap} above the fixed fee."),
        ),
        "predictability": (
            _(
                "In an expected year the fixed fee costs {fee}, {difference} more than the hourly plan {plan}, "
                "which would come to {expected}. That is the price of certainty."
            ),
            _(
                "It protects against a busy year: in one year out of ten, hourly would cost {busy} or more, "
                "at least {gap} above the fixed fee."
            ),
        ),
        "hourly": (
            _(
                "Even a busy year, one that only one year out of ten exceeds, would cost {busy} under the hourly plan "
                "{plan}: {gap} less than the fixed fee, which comes to {fee} a year."
            ),
            _("In an expected year hourly costs {expected}, {difference} less than the fixed fee."),
        ),
    }[estimate.verdict.choice]
    amounts = _amounts(estimate, rate_card, language)
    return (*(reason.format(**amounts) for reason in reasons), break_even_sentence(estimate, language))


def break_even_sentence(estimate: Estimate, language: str) -> str:
    """How busy a year must be for both options to cost the same."""
    _ = translations(language).gettext
    even = estimate.verdict.break_even
    if even is None:
        return _("No tickets are expected, so that there is no busy year to compare with.")
    if even.share_of_expected <= 0:
        return _("Even a year without a single ticket would cost at least as much hourly as with the fixed fee.")
    texts = estimate_texts(estimate, language)
    return _(
        "Both cost the same in a year with {share} of the expected tickets: "
        "{tickets} tickets or {hours} of support a month."
    ).format(share=texts.even_share, tickets=texts.even_tickets, hours=texts.even_hours)


def _amounts(estimate: Estimate, rate_card: RateCard, language: str) -> dict[str, str]:
    texts, best = estimate_texts(estimate, language), estimate.verdict.best_hourly_plan
    return {
        "fee": texts.fee_annual_short,
        "difference": texts.difference,
        "expected": texts.plans[best].expected_annual,
        "busy": texts.plans[best].busy_annual,
        "gap": texts.gap,
        "plan": plan_name(rate_card, best, language),
    }
