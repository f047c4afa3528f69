class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance}, not {amount}")
        self.missing = amount - account.balance
class Account:
    count = 0
    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.history = owner, balance, []
        type(self).count += 1
    @property
    def balance(self):
        return self._balance
    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self._balance += amount
        self.history.append(("deposit", amount))
        return self
    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(self, amount)
        self._balance -= amount
        self.history.append(("withdraw", amount))
        return self
    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance})"
class Savings(Account):
    def __init__(self, *args, rate=0.02, **kwargs):
        super().__init__(*args, **kwargs)
        self.rate = rate
    def add_interest(self):
        return self.deposit(round(self.balance * self.rate, 2))
a, s = Account("ann", 100), Savings("sue", 1000, rate=0.05)
print(a.deposit(50).withdraw(30), s.add_interest(), a.history, Account.count, Savings.count)
try:
    a.withdraw(500)
except InsufficientFunds as error:
    print(error, error.missing)
try:
    a.deposit(-1)
except ValueError as error:
    print(error)
try:
    a.balance = 5
except AttributeError:
    print("balance cannot be set")
