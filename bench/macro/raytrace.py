# Small objects with operators: a ray tracer with spheres, a floor, shadows and mirrors. Prints sums of the picture's colours.
import math
import sys


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self.dot(self))

    def normalized(self):
        return self * (1.0 / self.length())

    def reflected(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, distance):
        return self.origin + self.direction * distance


class Sphere:
    def __init__(self, center, radius, color, mirror):
        self.center = center
        self.radius = radius
        self.color = color
        self.mirror = mirror

    def hit(self, ray):
        to_center = self.center - ray.origin
        along = to_center.dot(ray.direction)
        rest = self.radius * self.radius - (to_center.dot(to_center) - along * along)
        if rest < 0:
            return None
        distance = along - math.sqrt(rest)
        return distance if distance > 1e-6 else None

    def normal_at(self, point):
        return (point - self.center).normalized()

    def color_at(self, point):
        return self.color


class Floor:
    def __init__(self, height, mirror):
        self.height = height
        self.mirror = mirror
        self.up = Vector(0.0, 1.0, 0.0)

    def hit(self, ray):
        if abs(ray.direction.y) < 1e-9:
            return None
        distance = (self.height - ray.origin.y) / ray.direction.y
        return distance if distance > 1e-6 else None

    def normal_at(self, point):
        return self.up

    def color_at(self, point):
        if (math.floor(point.x) + math.floor(point.z)) % 2:
            return (0.9, 0.9, 0.9)
        return (0.2, 0.2, 0.3)


class Scene:
    def __init__(self):
        self.things = []
        self.light = Vector(-4.0, 8.0, -6.0)

    def nearest(self, ray):
        best = None
        best_distance = math.inf
        for thing in self.things:
            distance = thing.hit(ray)
            if distance is not None and distance < best_distance:
                best = thing
                best_distance = distance
        return best, best_distance

    def color(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            sky = 0.5 + 0.5 * ray.direction.y
            return (0.4 * sky, 0.6 * sky, sky)
        point = ray.at(distance)
        normal = thing.normal_at(point)
        to_light = (self.light - point).normalized()
        blocked, _ = self.nearest(Ray(point, to_light))
        light = 0.1 if blocked is not None else 0.1 + 0.9 * max(0.0, normal.dot(to_light))
        r, g, b = (channel * light for channel in thing.color_at(point))
        if thing.mirror and depth:
            mirrored = self.color(Ray(point, ray.direction.reflected(normal)), depth - 1)
            keep = 1.0 - thing.mirror
            r, g, b = (keep * own + thing.mirror * seen for own, seen in zip((r, g, b), mirrored))
        return (r, g, b)


def render(width, height):
    scene = Scene()
    scene.things.append(Floor(-1.0, 0.2))
    for i in range(5):
        color = (0.2 + 0.15 * i, 0.9 - 0.15 * i, 0.4)
        scene.things.append(Sphere(Vector(i * 1.6 - 3.2, 0.3 * (i % 3) - 0.4, 3.0 + i % 2), 0.7, color, 0.3))
    eye = Vector(0.0, 0.5, -4.0)
    sums = [0.0, 0.0, 0.0]
    for row in range(height):
        for column in range(width):
            direction = Vector((column - width / 2) / width * 2.0, (height / 2 - row) / width * 2.0, 2.0)
            for channel, value in enumerate(scene.color(Ray(eye, direction), 2)):
                sums[channel] += value
    return sums


width = int(sys.argv[1]) if len(sys.argv) > 1 else 110
print(" ".join("%.6f" % channel for channel in render(width, width * 3 // 4)))
