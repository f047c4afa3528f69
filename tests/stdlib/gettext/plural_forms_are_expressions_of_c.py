import gettext

for text in ("0", "n != 1", "n>1", "n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2", "!n", "(n==1)+2*3", "n/2%3-1", "n==0 || n==5",
             "n<2<3", "2==2==1", "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"):
    print([gettext.c2py(text)(n) for n in (0, 1, 2, 5, 11, 21)])
for text in ("", "m", "n+", "(n", "n)", "n == ", "1 2", "n ? 1", "n ** 2", "x" * 1001, "(" * 30 + "n" + ")" * 30, "import os"):
    try:
        gettext.c2py(text)
        print("taken", text)
    except ValueError as error:
        print(type(error).__name__)
