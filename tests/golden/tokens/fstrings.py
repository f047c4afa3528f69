f'plain {x} {{braces}}'
f'{x!r:>{width}.{digits}}'
f"{d["key"]} {f'{inner}'}"
f'''{
    a + b  # a comment
    = }
'''
rf'\d{x:\n}'
