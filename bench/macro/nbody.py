# Floats and attributes of small lists: planets pull at each other, one step after another.
import math
import sys

SUN_MASS = 4 * math.pi * math.pi
DAYS = 365.24
STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000


class Body:
    def __init__(self, mass, x, y, z, vx, vy, vz):
        self.mass = mass * SUN_MASS
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx * DAYS, vy * DAYS, vz * DAYS


sun = Body(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
jupiter = Body(9.54791938424326609e-04, 4.84143144246472090, -1.16032004402742839, -1.03622044471123109e-01,
               1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05)
saturn = Body(2.85885980666130812e-04, 8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-01,
              -2.76742510726411153e-03, 4.99852801234917238e-03, 2.30417297573763929e-05)
uranus = Body(4.36624404335156298e-05, 1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
              2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05)
neptune = Body(5.15138902046611451e-05, 1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
               2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05)
bodies = [sun, jupiter, saturn, uranus, neptune]
pairs = [(first, second) for index, first in enumerate(bodies) for second in bodies[index + 1:]]


def energy():
    total = sum(0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz) for b in bodies)
    for a, b in pairs:
        total -= a.mass * b.mass / math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return total


def hold_the_sun_still():
    sun.vx = -sum(b.vx * b.mass for b in bodies) / SUN_MASS
    sun.vy = -sum(b.vy * b.mass for b in bodies) / SUN_MASS
    sun.vz = -sum(b.vz * b.mass for b in bodies) / SUN_MASS


def advance(steps, dt):
    for _ in range(steps):
        for a, b in pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * math.sqrt(square))
            pull_on_a = b.mass * pull
            pull_on_b = a.mass * pull
            a.vx -= dx * pull_on_a
            a.vy -= dy * pull_on_a
            a.vz -= dz * pull_on_a
            b.vx += dx * pull_on_b
            b.vy += dy * pull_on_b
            b.vz += dz * pull_on_b
        for b in bodies:
            b.x += dt * b.vx
            b.y += dt * b.vy
            b.z += dt * b.vz


hold_the_sun_still()
print("%.9f" % energy())
advance(STEPS, 0.01)
print("%.9f" % energy())
