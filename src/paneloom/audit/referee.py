"""What a referee would ask of a study and the study has not done, the weightiest first."""

from __future__ import annotations

import json

from paneloom.audit import measures, regressions
from paneloom.audit.evidence import Evidence, Question
from paneloom.wording import Language, say

RULES = (
    regressions.row_by_row,
    measures.shared_with_outcome,
    regressions.few_clusters,
    regressions.lagged_instrument,
    measures.shared_with_controls,
    regressions.hausman,
    regressions.group_differences,
    regressions.multiple_testing,
    regressions.robustness,
    measures.shared_with_channel,
    measures.nominal_money,
    regressions.u_shape,
    measures.index_choices,
    regressions.municipalities,
    regressions.leave_one_out,
    regressions.effect_sizes,
    measures.published,
)
MOST = 12
# Asked as often, and not to be had here.
NOT_OFFERED = ("spatial_residuals",)


def questions(seen: Evidence) -> tuple[Question, ...]:
    """What would be asked, in the order of weight; one question of each kind."""
    found = (rule(seen) for rule in RULES)
    return tuple(question for question in found if question is not None)


def referee_text(seen: Evidence, language: Language, most: int = MOST) -> str:
    """A heading and a line for each question, at most ``most`` of them; "" when there is none."""
    asked = questions(seen)
    if not asked:
        return ""
    lines = [say("referee.heading", language)]
    for number, question in enumerate(asked[:most], start=1):
        line = say(
            "referee.line",
            language,
            text=_said(question, language),
            part=question.part,
            line="; ".join(question.lines),
        )
        lines.append(f"  {number}. {line}")
    if len(asked) > most:
        lines.append("  " + say("referee.more", language, count=len(asked) - most))
    lines += ["  " + say(f"referee.{name}", language) for name in _not_offered(seen)]
    return "\n".join(lines)


def referee_json(seen: Evidence, language: Language) -> str:
    """Every question as JSON, in order, then what is not offered; ends with a line feed."""
    asked = [
        {"name": q.name, "part": q.part, "lines": list(q.lines), "text": _said(q, language)}
        for q in questions(seen)
    ]
    whole = {"questions": asked, "not_offered": list(_not_offered(seen))}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _said(question: Question, language: Language) -> str:
    return say(f"referee.{question.name.replace('-', '_')}", language, **dict(question.details))


def _not_offered(seen: Evidence) -> tuple[str, ...]:
    """Nothing where errors allow for neighbours already, or nothing is estimated."""
    if not seen.tables or any(design.errors == "conley" for design in seen.designs):
        return ()
    return NOT_OFFERED
