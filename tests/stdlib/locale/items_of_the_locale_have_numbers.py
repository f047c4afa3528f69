# nl_langinfo() tells single items of the "C" locale; its messages are not translated.
import locale

locale.setlocale(locale.LC_ALL, "C")
names = [f"{kind}_{i}" for kind, count in (("DAY", 7), ("ABDAY", 7), ("MON", 12), ("ABMON", 12)) for i in range(1, count + 1)]
names += ["CODESET", "RADIXCHAR", "THOUSEP", "D_T_FMT", "D_FMT", "T_FMT", "T_FMT_AMPM", "AM_STR", "PM_STR", "YESEXPR", "NOEXPR", "CRNCYSTR", "ERA",
          "ERA_D_FMT", "ALT_DIGITS", "ERA_D_T_FMT", "ERA_T_FMT"]
for name in names:
    print(name, getattr(locale, name), repr(locale.nl_langinfo(getattr(locale, name))))
locale.setlocale(locale.LC_ALL, "C.UTF-8")
print(locale.nl_langinfo(locale.CODESET))
for call in (
    lambda: locale.gettext("a"), lambda: locale.dgettext("d", "m"), lambda: locale.dgettext(None, "m"), lambda: locale.dcgettext("d", "m", 5),
    lambda: locale.textdomain(None), lambda: locale.textdomain("zz"), lambda: locale.textdomain(None),
    lambda: locale.bindtextdomain("a", "/x"), lambda: locale.bindtextdomain("a", None),
    lambda: locale.bind_textdomain_codeset("a", None), lambda: locale.bind_textdomain_codeset("a", "UTF-8"),
    lambda: locale.bind_textdomain_codeset("a", None), lambda: locale.nl_langinfo(9999999), lambda: locale.nl_langinfo("x"),
    lambda: locale.bindtextdomain("", "x"), lambda: locale.gettext(3), lambda: locale.textdomain(3), lambda: locale.bindtextdomain(3, "a"),
):
    try:
        print(repr(call()))
    except (ValueError, TypeError, locale.Error) as error:
        print(type(error).__name__, error)
