from unittest.mock import ANY, DEFAULT, MagicMock, Mock, call, sentinel

mock = Mock(return_value=3)
print(mock(1, 2, key="x"), mock.called, mock.call_count, mock.call_args)
mock.attribute.method("a").chained(4)
print(mock.mock_calls)
print(mock.method_calls)
print(mock.mock_calls[-2:] == call.attribute.method("a").chained(4).call_list())
mock.assert_called_once_with(1, 2, key=ANY)
mock.assert_has_calls([call.attribute.method("a")])
for wrong in (lambda: mock.assert_called_with(2), mock.assert_not_called, lambda: mock.assert_any_call(),
              lambda: mock.assert_has_calls([call(9)]), lambda: mock.other.assert_called(), lambda: mock.assert_foo()):
    try:
        wrong()
    except (AssertionError, AttributeError) as error:
        print(type(error).__name__, error)
mock.reset_mock()
print(mock.mock_calls, mock.called)

effects = Mock(side_effect=[1, KeyError("two"), DEFAULT], return_value="rest")
print(effects())
try:
    effects()
except KeyError as error:
    print("raised", error)
print(effects())
print(Mock(side_effect=lambda x: x * 2)(4), Mock(wraps="abc").upper())

magic = MagicMock(name="magic")
magic.__len__.return_value = 5
magic.__getitem__.side_effect = lambda key: key + 1
print(len(magic), magic[1], int(magic), bool(magic), list(magic), 3 in magic)
with magic as entered:
    print(entered is magic.__enter__.return_value)
print(repr(magic.a().b).split(" id=")[0], sentinel.thing)

limited = Mock(spec=["here"], here=1)
print(limited.here)
for wrong in (lambda: limited.there, lambda: setattr(Mock(spec_set=str), "there", 1)):
    try:
        wrong()
    except AttributeError as error:
        print(error)
