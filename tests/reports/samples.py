"""Reports made by hand: the worked example of the semantics, and one as nasty as a case may be."""

from __future__ import annotations

from reconcile.model import CONVENTIONS
from reconcile.reports.value import (
    Ambiguity,
    Assumption,
    Because,
    CaseLine,
    ClaimLine,
    Disagreement,
    Effect,
    Report,
    Sensitivity,
    SetAside,
    SettingsLine,
    Settling,
    Status,
    Tension,
    Toll,
    Withdrawn,
)


def claim(address: str, figure: str, short: str, **more: str) -> ClaimLine:
    facts = {"source": "s", "words": figure, "outcome": "killed", "place": "Kyiv", "who": "people"} | more
    return ClaimLine(id=address, figure=figure, short=short, at=None, identified=False, **facts)


def kyiv() -> Report:
    """The worked example: 4 to 7 killed in Kyiv."""
    claims = [
        claim("mayor-toll", "4", "the mayor of Kyiv's 4 killed"),
        claim(
            "rescuers",
            "3",
            "the State Emergency Service of Ukraine's 3 firefighters killed",
            who="firefighters",
        ),
        claim("agency", "4+", "the news agency's 4+ killed", words="at least 4"),
        claim("minister", "35–45", "the interior minister's 35–45 wounded", words="about 40", outcome="wounded"),
        claim("lutsk", "5", "the mayor of Lutsk's 5 wounded", outcome="wounded", place="Lutsk"),
    ]
    return Report(
        case=CaseLine(
            title="Russian strikes on Kyiv and other Ukrainian cities",
            path="cases/kyiv-2025-06-06.yaml",
            sha256="0" * 64,
            date="2025-06-06",
            claims=5,
            sources=5,
        ),
        settings=SettingsLine("possible", "alternatives", CONVENTIONS, "logical", None, (), ()),
        questions=(
            Toll(
                "killed",
                "Kyiv",
                "people",
                4,
                7,
                open=True,
                status=Status.EXACT,
                claims=("agency", "mayor-toll", "rescuers"),
                lower_because=Because("the mayor of Kyiv's 4 killed", ("mayor-toll",)),
                upper_because=Because(
                    "the mayor of Kyiv's 4 killed + the State Emergency Service of Ukraine's 3 firefighters",
                    ("mayor-toll", "rescuers"),
                ),
                ambiguities=("A2",),
            ),
            Toll(
                "wounded",
                "Ukraine",
                "people",
                35,
                50,
                open=False,
                status=Status.EXACT,
                claims=("lutsk", "minister"),
                lower_because=Because("the interior minister's 35–45 wounded", ("minister",)),
                upper_because=Because("the interior minister's 35–45 and Lutsk's 5", ("minister", "lutsk")),
                ambiguities=("A1",),
            ),
            Toll(
                "wounded",
                "Lutsk",
                "people",
                5,
                5,
                open=False,
                status=Status.EXACT,
                claims=("lutsk",),
                lower_because=Because("the mayor of Lutsk's 5 wounded", ("lutsk",)),
                upper_because=Because("the mayor of Lutsk's 5 wounded", ("lutsk",)),
            ),
        ),
        ambiguities=(
            Ambiguity(
                "A1",
                "lutsk",
                "within",
                "minister",
                "scope",
                "Are the mayor of Lutsk's 5 wounded among the interior minister's 35–45?",
                "Lutsk lies within Ukraine, and nobody said whether its wounded are counted.",
                (Effect(1, (35, 45), (40, 50), 5),),
            ),
            Ambiguity(
                "A2",
                "rescuers",
                "within",
                "mayor-toll",
                "stated",
                "Are the State Emergency Service of Ukraine's 3 firefighters among the mayor's 4 killed?",
                "CNN: it was unclear whether the mayor's toll included the three.",
                (Effect(0, (4, 4), (7, 7), 3),),
            ),
        ),
        tensions=(),
        disagreements=(),
        assumptions=(
            Assumption(
                "same-scope",
                "agency",
                "same",
                "mayor-toll",
            ),
        ),
        withdrawn=(),
        claims={line.id: line for line in claims},
        sensitivity=(
            Sensitivity("mayor-toll", (SetAside(0, (3, 4)),)),
            Sensitivity("rescuers", (SetAside(0, (4, 4)),)),
            Sensitivity("agency", (SetAside(0, (4, 7)),)),
            Sensitivity("minister", (SetAside(1, (5, 5)),)),
            Sensitivity("lutsk", (SetAside(1, (35, 45)), SetAside(2, (None, None)))),
        ),
        settling=(Settling(0, ("A2",), (0,), exact=True), Settling(1, ("A1",), (10,), exact=True)),
    )


def nasty() -> Report:
    """Fill every section, with names that are long, wide, right-to-left, or dressed up as markup and controls."""
    place = "Верхньодніпровська об'єднана територіальна громада Дніпропетровської області"
    claims = [
        claim("a.killed", "1000000000000", "x", words="a trillion"),
        claim("[red]b[/red]", "24+", "x", words="dozens", lexicon="logical"),
        claim("оцінка-адміністрації", "12–24", "x", words="dozens", lexicon="airwars"),
        claim("d", "40+", "x", words="scores", lexicon="logical"),
        *(claim(f"witness-{number}", str(number), "x") for number in range(1, 31)),
    ]
    because = Because("…", tuple(line.id for line in claims))
    one = Because("…", ("d",))
    huge = 1_234_567_890_123_456
    return Report(
        case=CaseLine(
            title="[bold]Not markup[/bold] \x1b[31mnor red\x07 \u202eevil\u202c — 東京の避難所で\nрядок",
            path="cases/" + "long-" * 30 + "name.yaml",
            sha256="f" * 64,
            date="2025-06-05/2025-06-06",
            claims=34,
            sources=1,
        ),
        settings=SettingsLine(
            "presumed",
            "nested",
            ("update", "identified"),
            "airwars",
            "2025-06-06T12:00",
            ("a:within:d=yes",),
            ("[red]b[/red]",),
        ),
        questions=(
            Toll(
                "killed",
                place,
                "people",
                4,
                huge,
                True,
                Status.EXACT,
                ("d",),
                one,
                because,
                ("A1", "A2"),
                ("D1",),
            ),
            Toll("killed", "東京都千代田区の避難所", "消防士", 3, 3, False, Status.EXACT, ("d",), one, one),
            Toll(
                "wounded",
                "مدينة غزة",
                "أطفال",
                35,
                120,
                False,
                Status.LIMIT,
                ("d",),
                one,
                one,
                (),
                (),
                True,
                False,
            ),
            Toll(
                "missing",
                "[blink]",
                "people",
                35,
                120,
                True,
                Status.LIMIT,
                ("d",),
                one,
                one,
                (),
                (),
                False,
                False,
            ),
            Toll(
                "ill",
                "Łódź",
                "drones",
                None,
                None,
                False,
                Status.NO_CLAIMS,
                (),
                Because("", ()),
                Because("", ()),
            ),
        ),
        ambiguities=(
            Ambiguity(
                "A1",
                "d",
                "overlaps",
                "a.killed",
                "scope",
                f"Do d's 40+ in {place} and a's 1000000000000 share anybody?",
                "A child may be a firefighter.",
                (Effect(0, (4, huge - 5), (9, huge), 5), Effect(2, (35, 100), (40, 120), 5)),
            ),
            Ambiguity(
                "A2",
                "d",
                "within",
                "a.killed",
                "stated",
                "Are [i]d[/i] among a?",
                "",
                (Effect(0, (4, 4), (9, 9), 5),),
            ),
        ),
        tensions=(Tension("a", "d", "d's 40 cannot all be among a's 4, though Łódź lies within [u]Poland[/u]."),),
        disagreements=(
            Disagreement(
                "D1",
                ("a.killed", "d"),
                "a's 1000000000000 and d's 40+ cannot both be right.",
                {
                    "a.killed": (SetAside(0, (4, 40)), SetAside(4, (None, None))),
                    "d": (SetAside(0, (1000000000000, 1000000000000)),),
                },
            ),
        ),
        assumptions=(
            *(Assumption("update", f"witness-{number}", "within", "d") for number in range(1, 13)),
            Assumption("identified", "d", "within", "a.killed"),
        ),
        withdrawn=(Withdrawn("a", "d", "a's \u2066figure\u2069 was replaced by d's"),),
        claims={line.id: line for line in claims},
        sensitivity=None,
        settling=(
            Settling(0, ("A2", "A1"), (12, 0), exact=True),
            Settling(2, ("A1", "A2"), (9, 4), exact=False),
            Settling(3, (), (), exact=False),
        ),
        notes=("the word “scores” is blank in airwars",),
    )
