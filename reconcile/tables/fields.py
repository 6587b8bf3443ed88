"""The columns of a table of claims: what each field is called, by whom, and its HXL tag."""

from __future__ import annotations

from typing import NamedTuple

from reconcile.model import CASUALTIES, KILLED, KINDS_OF_CASUALTY, MISSING, WOUNDED


class Field(NamedTuple):
    """A field of a claim, other names under which it is found, and its HXL tag."""

    name: str
    tag: str
    aliases: tuple[str, ...] = ()


FIELDS = {
    field.name: field
    for field in (
        Field("incident", "#event+id", ("event", "incident id", "event id", "case", "case id", "incident code")),
        Field("title", "#event+name", ("event name", "incident name")),
        Field("date", "#date+occurred", ("event date", "incident date", "date of incident", "date occurred")),
        Field("timezone", "#meta+timezone", ("time zone",)),
        Field("vague", "#meta+lexicon"),
        Field("id", "#meta+id", ("claim", "claim id", "report id")),
        Field(
            "source",
            "#meta+source",
            ("reported by", "reporter", "said by", "outlet", "publisher", "agency", "organisation", "organization"),
        ),
        Field("source-name", "#meta+source+name", ("name of source",)),
        Field("role", "#meta+source+role", ("source role",)),
        Field("grade", "#meta+source+grade", ("reliability", "source grade", "source reliability")),
        Field("source-url", "#meta+source+url"),
        Field("via", "#meta+via", ("relayed by", "quoted by")),
        Field(
            "at",
            "#date+reported",
            ("reported", "reported at", "reported on", "date reported", "report date", "published", "as of", "time"),
        ),
        Field("outcome", "#affected+type", ("harm", "casualty type", "type of harm")),
        Field("count", "#affected+count", ("figure", "number", "says", "value", "toll")),
        Field("country", "#country+name"),
        Field("region", "#adm1+name", ("adm1", "governorate", "oblast", "province", "state")),
        Field("district", "#adm2+name", ("adm2", "county", "raion")),
        Field("town", "#adm3+name", ("adm3", "city", "settlement", "municipality", "village")),
        Field("place-within", "#loc+within"),
        Field("place", "#loc+name", ("location", "site", "place name")),
        Field("who-within", "#group+within"),
        Field("who", "#group+name", ("group", "category", "population")),
        Field("during", "#date+during", ("window", "period")),
        Field("so-far", "#status+ongoing", ("ongoing", "provisional")),
        Field("identified", "#status+identified", ("named",)),
        Field("quote", "#description+quote", ("quotation", "statement", "text")),
        Field("note", "#description+note", ("notes", "comment", "comments", "remarks")),
        Field("url", "#meta+url", ("link", "reference")),
    )
}
"""Every field but the outcomes, by its name, in the order in which a table has them."""

LEVELS = ("country", "region", "district", "town", "place")
"""The fields that name a place, each inside the one before it."""

OUTCOMES = (*KINDS_OF_CASUALTY, CASUALTIES)
"""The outcomes that a column may be called after."""

OUTCOME_NAMES = {
    **{name: name for name in OUTCOMES},
    **dict.fromkeys(("deaths", "dead", "death", "died", "fatalities", "fatality", "death toll"), KILLED),
    **dict.fromkeys(("injured", "injuries", "injury", "hurt"), WOUNDED),
    **dict.fromkeys(("disappeared", "unaccounted", "unaccounted for"), MISSING),
    **dict.fromkeys(("victims",), CASUALTIES),
}
"""What tables call the outcomes."""

ENDS = {
    **dict.fromkeys(("min", "minimum", "low", "lower", "lowest"), "min"),
    **dict.fromkeys(("max", "maximum", "high", "upper", "highest"), "max"),
}
"""What tables call the ends of a range of figures."""
