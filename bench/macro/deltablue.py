# Classes with inheritance, lists, virtual calls: an incremental solver keeps one-way constraints between variables
# satisfied, the strongest first (the DeltaBlue algorithm of Freeman-Benson and Maloney). Two jobs: move a value through
# a long chain of equalities, and rescale many points at once.
import sys

REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_DEFAULT, NORMAL, WEAK_DEFAULT, WEAKEST = range(7)  # smaller is stronger
NONE, FORWARD, BACKWARD = range(3)


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walkabout = WEAKEST
        self.stays = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add_to(self, solver):
        self.connect()
        solver.incremental_add(self)

    def remove_from(self, solver):
        if self.is_satisfied():
            solver.incremental_remove(self)
        else:
            self.disconnect()

    def is_input(self):
        return False

    def satisfy(self, mark, solver):
        """Tries to take its output over; the constraint that it pushed out, or None."""
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        out = self.output()
        pushed_out = out.determined_by
        if pushed_out is not None:
            pushed_out.give_up()
        out.determined_by = self
        if not solver.propagate(self, mark):
            raise RuntimeError("a cycle of constraints")
        out.mark = mark
        return pushed_out


class UnaryConstraint(Constraint):
    def __init__(self, variable, strength, solver):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add_to(solver)

    def connect(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def disconnect(self):
        if self.variable is not None:
            self.variable.constraints.remove(self)
        self.satisfied = False

    def choose_method(self, mark):
        self.satisfied = self.variable.mark != mark and self.strength < self.variable.walkabout

    def is_satisfied(self):
        return self.satisfied

    def inputs(self):
        return ()

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        self.variable.walkabout = self.strength
        self.variable.stays = not self.is_input()
        if self.variable.stays:
            self.execute()

    def give_up(self):
        self.satisfied = False

    def execute(self):
        pass


class Stay(UnaryConstraint):
    pass


class Edit(UnaryConstraint):
    def is_input(self):
        return True


class BinaryConstraint(Constraint):
    def __init__(self, first, second, strength, solver):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = NONE
        self.add_to(solver)

    def connect(self):
        self.first.constraints.append(self)
        self.second.constraints.append(self)
        self.direction = NONE

    def disconnect(self):
        self.first.constraints.remove(self)
        self.second.constraints.remove(self)
        self.direction = NONE

    def choose_method(self, mark):
        first, second = self.first, self.second
        forward = second.mark != mark and self.strength < second.walkabout
        backward = first.mark != mark and self.strength < first.walkabout
        if first.mark == mark:
            self.direction = FORWARD if forward else NONE
        elif second.mark == mark:
            self.direction = BACKWARD if backward else NONE
        elif first.walkabout > second.walkabout:
            self.direction = BACKWARD if backward else NONE
        else:
            self.direction = FORWARD if forward else BACKWARD if backward else NONE

    def is_satisfied(self):
        return self.direction != NONE

    def input(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def inputs(self):
        return (self.input(),)

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stays or source.determined_by is None

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walkabout = max(self.strength, source.walkabout)
        out.stays = source.stays
        if out.stays:
            self.execute()

    def give_up(self):
        self.direction = NONE


class Equal(BinaryConstraint):
    def execute(self):
        self.output().value = self.input().value


class Scale(BinaryConstraint):
    """second == first * scale + offset"""

    def __init__(self, first, scale, offset, second, strength, solver):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, solver)

    def connect(self):
        super().connect()
        self.scale.constraints.append(self)
        self.offset.constraints.append(self)

    def disconnect(self):
        super().disconnect()
        self.scale.constraints.remove(self)
        self.offset.constraints.remove(self)

    def inputs(self):
        return (self.input(), self.scale, self.offset)

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, out = self.input(), self.output()
        out.walkabout = max(self.strength, source.walkabout)
        out.stays = source.stays and self.scale.stays and self.offset.stays
        if out.stays:
            self.execute()


class Solver:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        pushed_out = constraint.satisfy(mark, self)
        while pushed_out is not None:
            pushed_out = pushed_out.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output()
        constraint.give_up()
        constraint.disconnect()
        unsatisfied = self.free_downstream(out)
        for other in sorted(unsatisfied, key=lambda candidate: candidate.strength):
            self.incremental_add(other)

    def free_downstream(self, out):
        """Values after a removed constraint are free again; the constraints that could now be satisfied."""
        out.determined_by = None
        out.walkabout = WEAKEST
        out.stays = True
        unsatisfied = []
        to_do = [out]
        while to_do:
            variable = to_do.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
            for constraint in self.consumers(variable):
                constraint.recalculate()
                to_do.append(constraint.output())
        return unsatisfied

    def propagate(self, constraint, mark):
        to_do = [constraint]
        while to_do:
            current = to_do.pop()
            if current.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            current.recalculate()
            to_do.extend(self.consumers(current.output()))
        return True

    def consumers(self, variable):
        return [constraint for constraint in variable.constraints
                if constraint is not variable.determined_by and constraint.is_satisfied()]

    def plan_for(self, edits):
        mark = self.new_mark()
        plan = []
        to_do = [edit for edit in edits if edit.is_satisfied()]
        while to_do:
            constraint = to_do.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                out.mark = mark
                to_do.extend(self.consumers(out))
        return plan


def change(solver, variable, value):
    edit = Edit(variable, PREFERRED, solver)
    plan = solver.plan_for([edit])
    for _ in range(10):
        variable.value = value
        for constraint in plan:
            constraint.execute()
    edit.remove_from(solver)


def chain(length):
    solver = Solver()
    variables = [Variable("v%d" % index) for index in range(length + 1)]
    for left, right in zip(variables, variables[1:]):
        Equal(left, right, REQUIRED, solver)
    Stay(variables[-1], STRONG_DEFAULT, solver)
    edit = Edit(variables[0], PREFERRED, solver)
    plan = solver.plan_for([edit])
    for value in range(100):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        if variables[-1].value != value:
            raise SystemExit("the chain lost a value")
    edit.remove_from(solver)
    return variables[-1].value


def projection(count):
    solver = Solver()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    sources, targets = [], []
    for index in range(count):
        source, target = Variable("source", index), Variable("target", index)
        sources.append(source)
        targets.append(target)
        Stay(source, NORMAL, solver)
        Scale(source, scale, offset, target, REQUIRED, solver)
    change(solver, sources[count // 2], 17)
    if targets[count // 2].value != 17 * 10 + 1000:
        raise SystemExit("the projection is wrong forwards")
    change(solver, targets[count // 2], 1050)
    if sources[count // 2].value != 5:
        raise SystemExit("the projection is wrong backwards")
    change(solver, scale, 5)
    change(solver, offset, 2000)
    for index in range(count - 1):
        if index != count // 2 and targets[index].value != index * 5 + 2000:
            raise SystemExit("the projection lost a point")
    return sum(target.value for target in targets)


size = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
print(chain(size), projection(size))
