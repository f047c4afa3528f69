import os
import sys
from unittest.mock import DEFAULT, PropertyMock, mock_open, patch


class Target:
    value = 1

    def method(self):
        return "real"

    @property
    def computed(self):
        return "real"


module = sys.modules[__name__]
with patch("__main__.Target.method", return_value="fake") as method:
    print(Target().method(), method.call_count)
print(Target().method())


@patch.object(Target, "value", 2)
@patch.object(Target, "method")
def decorated(method):
    method.return_value = "mock"
    print(Target.value, Target().method())


decorated()
print(Target.value, Target().method())
with patch.dict(os.environ, {"NEW_ONE": "x"}):
    print(os.environ["NEW_ONE"])
print("NEW_ONE" in os.environ)
with patch.multiple(Target, value=DEFAULT, method=lambda self: "lambda") as mocks:
    print(list(mocks), Target().method())
with patch.object(Target, "computed", new_callable=PropertyMock, return_value="property"):
    print(Target().computed)
print(Target().computed)
with patch("builtins.open", mock_open(read_data="one\ntwo\n")) as opened:
    with open("anything") as file:
        print(file.read())
    print([line for line in open("else")])
    opened.assert_any_call("anything")
patcher = patch.object(Target, "value", 9)
print(patcher.start(), Target.value)
patch.stopall()
print(Target.value, patcher.stop())
for wrong in (lambda: patch("nothing"), lambda: patch.object(Target, "missing").__enter__(),
              lambda: patch.object("Target", "value"), lambda: patch.object(Target, "value", 1, extra=2).__enter__()):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
