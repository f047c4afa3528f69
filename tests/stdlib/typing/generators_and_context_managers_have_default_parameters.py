from typing import AsyncContextManager, AsyncGenerator, ContextManager, Generator

for alias in (Generator[int], Generator[int, str], Generator[int, str, float], AsyncGenerator[int], ContextManager[int],
              AsyncContextManager[int, None]):
    print(alias)
for wrong in (lambda: Generator[()], lambda: ContextManager[1, 2, 3], lambda: AsyncGenerator[int, int, int]):
    try:
        wrong()
    except TypeError as error:
        print(error)
