from dataclasses import dataclass

for body in ({"x": []}, {"x": {}}):
    try:
        dataclass(type("C", (), {"__annotations__": {"x": list}, **body}))
    except ValueError as error:
        print(error)
