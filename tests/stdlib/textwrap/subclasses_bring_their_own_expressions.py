# Where words break, and where sentences end, are expressions that a subclass or an object may replace.
import re
import string
import textwrap


class Underscores(textwrap.TextWrapper):
    wordsep_simple_re = re.compile("(_+)")


print(Underscores(width=5, break_on_hyphens=False).wrap("aaa_bbb_ccc"), Underscores(width=5).wrap("aaa_bbb ccc"))
wrapper = textwrap.TextWrapper(width=30, fix_sentence_endings=True)
print(wrapper.fill("One. Two; three. four"))
wrapper.sentence_end_re = re.compile(";$")
print(wrapper.fill("One. Two; three. four"))
text = "Look--a well-known e-mail, x-y-z -- and --option, a-b"
print([chunk for chunk in textwrap.TextWrapper.wordsep_re.split(text) if chunk] == textwrap.TextWrapper()._split(text))


class Percent(string.Template):
    delimiter = "%"


class At(string.Template):
    pattern = r"(?P<escaped>@@)|@(?P<named>\w+)|@\{(?P<braced>\w+)\}|(?P<invalid>@)"


print(Percent("%a %% %{b}").substitute(a=1, b=2), At("@a @@ @{b}").substitute(a=1, b=2), type(At.pattern), At.pattern.flags & re.VERBOSE > 0)
print(sorted(string.Template.pattern.groupindex), Percent.pattern.match("%%")["escaped"], string.Template.pattern.match("$x")["named"])
