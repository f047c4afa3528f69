try:
    a
except E as e:
    b
except (F, G):
    c
except:
    d
else:
    e
finally:
    f
try:
    a
except* H:
    b
with a as b, c:
    d
with (a as b, c as (d, e),):
    f
with (a, b) as c: g
