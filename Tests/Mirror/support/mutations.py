"""Random changes to the sandbox's data."""


class Mutator:
    def __init__(self, sandbox, random):
        self.sandbox = sandbox
        self.random = random
        self.directories = [d["id"] for d in sandbox.list("/directories")]
        self.users = {d: [u["id"] for u in sandbox.list("/directory_users", directory=d)] for d in self.directories}
        self.groups = {d: [g["id"] for g in sandbox.list("/directory_groups", directory=d)] for d in self.directories}
        self.number = 0

    def name(self):
        self.number += 1
        return self.random.choice(["Zoë", 'O"Neil', "back\\slash", "line\nbreak", "😀", "plain"]) + str(self.number)

    def change(self, count):
        steps = [
            (self.create_user, 6),
            (self.update_user, 6),
            (self.delete_user, 3),
            (self.create_group, 2),
            (self.update_group, 2),
            (self.delete_group, 1),
            (self.add_membership, 6),
            (self.remove_membership, 4),
            (self.create_directory, 0.5),
            (self.delete_directory, 0.3),
        ]
        for step in self.random.choices([s for s, _ in steps], [w for _, w in steps], k=count):
            step()

    def directory(self):
        return self.random.choice(self.directories)

    def create_user(self):
        directory = self.directory()
        attributes = {"department_name": self.name(), "list": [1, {"a": None}], "flag": True}
        user = {"directory_id": directory, "first_name": self.name(), "custom_attributes": attributes}
        user |= {"email": f"{self.number}@example.com", "role": {"slug": "member"}}
        self.users[directory].append(self.sandbox.post("users", user)["id"])

    def update_user(self):
        if users := self.users[self.directory()]:
            change = {"last_name": self.name(), "state": self.random.choice(["active", "inactive"])}
            self.sandbox.patch(f"users/{self.random.choice(users)}", change)

    def delete_user(self):
        if users := self.users[self.directory()]:
            self.sandbox.delete(f"users/{self.take(users)}")

    def create_group(self):
        directory = self.directory()
        group = {"directory_id": directory, "name": self.name()}
        self.groups[directory].append(self.sandbox.post("groups", group)["id"])

    def update_group(self):
        if groups := self.groups[self.directory()]:
            self.sandbox.patch(f"groups/{self.random.choice(groups)}", {"name": self.name()})

    def delete_group(self):
        if groups := self.groups[self.directory()]:
            self.sandbox.delete(f"groups/{self.take(groups)}")

    def pair(self, is_member):
        directory = self.directory()
        if not self.users[directory]:
            return None
        user = self.random.choice(self.users[directory])
        own = {group["id"] for group in self.sandbox.get(f"/directory_users/{user}")["groups"]}
        groups = [group for group in self.groups[directory] if (group in own) == is_member]
        return {"group_id": self.random.choice(groups), "user_id": user} if groups else None

    def add_membership(self):
        if pair := self.pair(is_member=False):
            self.sandbox.post("memberships", pair)

    def remove_membership(self):
        if pair := self.pair(is_member=True):
            self.sandbox.delete("memberships", pair)

    def create_directory(self):
        directory = self.sandbox.post("directories", {"name": self.name()})["id"]
        self.directories.append(directory)
        self.users[directory], self.groups[directory] = [], []

    def delete_directory(self):
        self.sandbox.delete(f"directories/{self.take(self.directories)}")

    def take(self, things):
        return things.pop(self.random.randrange(len(things)))
