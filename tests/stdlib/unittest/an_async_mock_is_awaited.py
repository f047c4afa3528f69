import inspect
from unittest.mock import AsyncMock, MagicMock, call


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


mock = AsyncMock(return_value=3)
print(inspect.iscoroutinefunction(mock))


async def main():
    print(await mock(1, k=2))
    mock.assert_awaited_once_with(1, k=2)
    print(mock.await_args, mock.await_count, mock.await_args_list == [call(1, k=2)])
    manager = MagicMock()
    manager.__aenter__.return_value = "inside"
    async with manager as value:
        print(value)
    manager.__aiter__.return_value = [1, 2]
    print([item async for item in manager])
    failing = AsyncMock(side_effect=[1, ValueError("no")])
    print(await failing())
    try:
        await failing()
    except ValueError as error:
        print(error)


run(main())
for wrong in (lambda: mock.assert_not_awaited(), lambda: mock.assert_awaited_with(9), lambda: AsyncMock().assert_awaited()):
    try:
        wrong()
    except AssertionError as error:
        print(error)
