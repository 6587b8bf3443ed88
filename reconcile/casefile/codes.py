"""The faults a file can have: a stable name each, and what it stands for."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Names of the faults, in the order in which reading meets them."""

    # The file.
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf-8"
    CONTROL_CHARACTER = "control-character"
    EMPTY = "empty"
    # YAML.
    TAB = "tab"
    UNCLOSED_QUOTE = "unclosed-quote"
    STRAY_QUOTE = "stray-quote"
    UNCLOSED_BRACKET = "unclosed-bracket"
    MISSING_COMMA = "missing-comma"
    STRAY_BRACKET = "stray-bracket"
    BAD_INDENTATION = "bad-indentation"
    UNQUOTED_COLON = "unquoted-colon"
    MISSING_SPACE = "missing-space"
    MISSING_COLON = "missing-colon"
    UNQUOTED_SIGN = "unquoted-sign"
    BAD_ESCAPE = "bad-escape"
    SYNTAX = "syntax"
    SECOND_DOCUMENT = "second-document"
    TAG = "tag"
    UNKNOWN_ALIAS = "unknown-alias"
    ALIAS_LOOP = "alias-loop"
    TOO_MANY_VALUES = "too-many-values"
    TOO_DEEP = "too-deep"
    KEY_NOT_TEXT = "key-not-text"
    DUPLICATE_KEY = "duplicate-key"
    # The shape that the format gives a case: what the JSON Schema sees as well.
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_KIND = "wrong-kind"
    BLANK = "blank"
    TOO_FEW = "too-few"
    UNKNOWN_WORD = "unknown-word"
    BAD_NAME = "bad-name"
    ONE_RELATION = "one-relation"
    KEYS_TOGETHER = "keys-together"
    # Values.
    BAD_COUNT = "bad-count"
    BAD_TIME = "bad-time"
    UNKNOWN_TIMEZONE = "unknown-timezone"
    BAD_INTERVAL = "bad-interval"
    # Names.
    DUPLICATE_NAME = "duplicate-name"
    UNKNOWN_PLACE = "unknown-place"
    UNKNOWN_GROUP = "unknown-group"
    NEVER_EXCLUSIVE = "never-exclusive"
    AMBIGUOUS_SOURCE = "ambiguous-source"
    DUPLICATE_CLAIM = "duplicate-claim"
    UNKNOWN_CLAIM = "unknown-claim"
    # Links.
    SELF_LINK = "self-link"
    UNPAIRED_LINK = "unpaired-link"
    BAD_SUM = "bad-sum"
    UNPAIRED_PART = "unpaired-part"
    # Warnings.
    NO_CLAIMS = "no-claims"
    NEAR_SOURCE = "near-source"
    NEAR_OUTCOME = "near-outcome"
    # All of them.
    TOO_MANY_FAULTS = "too-many-faults"
    # What shows only when links are taken together with the claims, or with one another.
    LINK_ACROSS_SCOPES = "link-across-scopes"
    REPLACEMENT_LOOP = "replacement-loop"
    # Lint: what is probably a mistake, and can be ignored.
    PART_ABOVE_WHOLE = "part-above-whole"
    PARTS_ABOVE_WHOLE = "parts-above-whole"
    OVERLAP_ABOVE_FIGURE = "overlap-above-figure"
    CONTRARY_LINKS = "contrary-links"
    REPLACED_BY_OLDER = "replaced-by-older"
    TRANSPOSED = "transposed"
    QUOTE_NUMBER = "quote-number"
    SAME_FIGURE = "same-figure"
    IDENTIFIED_TOTAL = "identified-total"
    BELLIGERENT_STATUS = "belligerent-status"
    NEEDLESS_IGNORE = "needless-ignore"


STRUCTURAL = frozenset(
    {
        Code.UNKNOWN_KEY,
        Code.MISSING_KEY,
        Code.WRONG_KIND,
        Code.BLANK,
        Code.TOO_FEW,
        Code.UNKNOWN_WORD,
        Code.BAD_NAME,
        Code.ONE_RELATION,
        Code.KEYS_TOGETHER,
    },
)
"""The faults that the JSON Schema finds as well."""
