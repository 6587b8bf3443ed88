"""Completion in a shell: what the shell asks at each TAB, what it is answered, and the script that makes it ask.

Click finds out which parameter a word is for, and what may stand there. Its own scripts are not used, since they break
at what names of claims and places are made of: in bash a `:` or `=` parts words, in fish a comma ends an answer, no
value gets the quotes that it needs, and a value that goes on gets a space. Here each shell sends its line up to the
cursor as it is (`COMP_WORDS`), and bash the part of the last word that it will replace (`COMP_CWORD`).
"""

from __future__ import annotations

import os
import re
import shlex
from contextlib import suppress

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no shell can take as they are."""

_END = "\0"
"""Marks where the cursor stands: no word holds it."""


class _Shell(ShellComplete):
    """A shell that sends its line up to the cursor."""

    quote = ""
    """The quote in which the last word stands."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the whole words on the line behind the program's name, and the one that is to be completed."""
        words, self.quote = _split(os.environ.get("COMP_WORDS", ""))
        return words[1:-1], words[-1]

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what may stand in the place of the incomplete word; nothing, if anything at all goes wrong.

        The words before it are at hand in the context's `obj`, for values that depend on them.
        """
        self.ctx_args["obj"] = tuple(args)
        option, equals, _ = incomplete.partition("=")
        before = option + equals if equals and option.startswith("--") else ""
        found: list[CompletionItem[str]] = []
        with suppress(Exception):  # a shell has no use for a traceback
            found = super().get_completions(args, incomplete)
        return [_sound(item, before) for item in found if not _UNFIT.search(item.value)]

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a line: `part` for a value that goes on, or `plain`, `file` or `dir`; a comma; the value."""
        return f"{_kind(item)},{item.value}"


class Bash(_Shell):
    """Bash replaces what stands behind the last sign that parts words for it, and inserts values as they are."""

    name = "bash"
    source_template = r"""%(complete_func)s() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            plain,*) COMPREPLY+=("${line#*,}") ;;
            part,*) COMPREPLY+=("${line#*,}"); compopt -o nospace 2>/dev/null ;;
            file,*) compopt -o default 2>/dev/null ;;
            dir,*) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <(COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_CWORD="$2" %(complete_var)s=bash_complete \
        "${1/#\~/$HOME}" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""

    def complete(self) -> str:
        """Return the lines for the script, with values cut and quoted as bash takes them."""
        args, incomplete = self.get_completion_args()
        kept = _kept(incomplete, os.environ.get("COMP_CWORD", incomplete))
        return "\n".join(
            f"{_kind(item)},{_quoted(item.value[kept:], self.quote)}" for item in self.get_completions(args, incomplete)
        )


class Zsh(_Shell):
    """Zsh replaces the whole word, and quotes values by itself."""

    name = "zsh"
    source_template = r"""#compdef %(prog_name)s

%(complete_func)s() {
    local kind value help
    local -a response plain part
    response=("${(@f)$(COMP_WORDS="${words[1,CURRENT]}" %(complete_var)s=zsh_complete \
        ${~${(Q)words[1]}} 2>/dev/null)}")
    for kind value help in ${response}; do
        [[ $help == _ ]] && help= || help=:$help
        case $kind in
            plain) plain+=("$value$help") ;;
            part) part+=("$value$help") ;;
            file) _files ;;
            dir) _files -/ ;;
        esac
    done
    (( $#plain )) && _describe -V unsorted plain -U
    (( $#part )) && _describe -V unsorted part -U -S ''
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return three lines: the kind, the value and its help, for which `_` stands where there is none."""
        value = re.sub(r"([:\\])", r"\\\1", item.value)  # a colon would end it
        return f"{_kind(item)}\n{value}\n{item.help or '_'}"


class Fish(_Shell):
    """Fish looks for the word among the values itself, quotes them, and puts no space behind `/`, `:`, `=` or `,`."""

    name = "fish"
    source_template = r"""function %(complete_func)s
    set -l words (commandline -opc)
    for line in (env COMP_WORDS=(commandline -cp | string collect) %(complete_var)s=fish_complete $words[1] 2>/dev/null)
        set -l answer (string split -m 1 , -- $line)
        switch $answer[1]
            case file
                __fish_complete_path $answer[2]
            case dir
                __fish_complete_directories $answer[2]
            case '*'
                echo $answer[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments '(%(complete_func)s)'
"""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a line as any other shell has it, with a tab and the help behind it."""
        return super().format_completion(item) + (f"\t{item.help}" if item.help else "")


SHELLS = {shell.name: shell for shell in (Bash, Zsh, Fish)}
"""The shells that complete, by name."""


def register() -> None:
    """Let click answer these shells as it is said here."""
    for shell in SHELLS.values():
        add_completion_class(shell)


def _split(line: str) -> tuple[list[str], str]:
    """Return the words on a line that may end within a word, and the quote in which the last one stands."""
    lexer = shlex.shlex(line + _END, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    quote = ""
    try:
        words.extend(lexer)
    except ValueError:  # the quote is not closed yet
        quote = lexer.state  # type: ignore[attr-defined]  # not in the stubs
        words.append(lexer.token)
    words[-1] = words[-1].removesuffix(_END)
    return words, quote


def _sound(item: CompletionItem[str], before: str) -> CompletionItem[str]:
    """Return a value with the option before it, for `--option=value`, and with help that fits on a line."""
    value = item.value if item.type in {"file", "dir"} else before + item.value
    return CompletionItem(value, item.type, " ".join(_UNFIT.sub(" ", item.help or "").split()), part=item.part)


def _kind(item: CompletionItem[str]) -> str:
    return "part" if item.part and item.type == "plain" else item.type


def _kept(incomplete: str, replaced: str) -> int:
    """Return how many characters of the incomplete word bash keeps."""
    for end in (replaced, _split(replaced)[0][-1]):
        if incomplete.endswith(end):
            return len(incomplete) - len(end)
    return 0


def _quoted(value: str, quote: str) -> str:
    if quote == "'":
        return value.replace("'", r"'\''")
    special = r'(["$`\\])' if quote else r"""([\s"'`$\\&|;<>()!#*?\[\]{}])"""
    return re.sub(special, r"\\\1", value)
