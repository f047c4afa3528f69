import colorsys

for colour in [(0.2, 0.4, 0.6), (1.0, 0.0, 0.0), (0.5, 0.5, 0.5), (0.9, 0.1, 0.7)]:
    for name in ("hsv", "hls", "yiq"):
        there = getattr(colorsys, "rgb_to_" + name)(*colour)
        back = getattr(colorsys, name + "_to_rgb")(*there)
        print(name, [round(x, 6) for x in there], [round(x, 6) for x in back])
