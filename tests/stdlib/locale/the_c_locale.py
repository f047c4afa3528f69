# env: LC_ALL=C
import locale

print(locale.setlocale(locale.LC_NUMERIC, "C"), locale.localeconv()["decimal_point"], locale.strcoll("a", "b"), locale.strxfrm("a"))
print(locale.format_string("%d %.2f", (1234567, 2.5), grouping=True), locale.atof("1.5"), locale.atoi("12"), locale.str(0.1))
print(locale.setlocale(locale.LC_TIME, ""), locale.getlocale(locale.LC_TIME))
try:
    locale.setlocale(locale.LC_ALL, "nowhere")
except locale.Error as e:
    print(e)
