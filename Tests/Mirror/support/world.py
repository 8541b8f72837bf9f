"""A sandbox with three directories, a proxy in front of it, and a mirror, for one scenario."""

import json
import pathlib
import random

from oracle.trouble.proxy import Answer, Proxy
from oracle.trouble.stream import Stream

from support.content import assert_equal, changes, last_change, opened
from support.mirror import Mirror
from support.sandbox import Sandbox

NAMES = ("Foo Corp Okta", "Contoso Entra ID", "Initech SCIM")


class World:
    def __init__(self, folder: pathlib.Path, database=None):
        self.folder = folder
        self.sandbox = Sandbox("--no-gzip")
        found = {d["name"]: d["id"] for d in self.sandbox.list("/directories")}
        for name, directory in found.items():
            if name not in NAMES:
                self.sandbox.delete(f"directories/{directory}")
        # With 250, 30 and 12 users.
        self.large, self.middle, self.small = (found[name] for name in NAMES)
        self.proxy = Proxy(self.sandbox.url)
        self.mirror = Mirror(database or folder / "people.db", Front(self.proxy, self.sandbox))
        self.path = self.mirror.path

    def close(self):
        self.proxy.close()
        self.sandbox.close()

    # Runs

    def run(self, *options, **settings):
        return self.mirror.run(*self.way(options), *options, **settings)

    def update(self, *options, **settings):
        return self.mirror.update(*self.way(options), *options, **settings)

    @staticmethod
    def way(options):
        """Without limits "auto" would request each user."""
        return () if "--memberships" in options else ("--memberships", "groups")

    # The service

    def user(self, directory=None, **members):
        return self.sandbox.post("users", {"directory_id": directory or self.middle} | members)

    def users(self, directory=None):
        return [user["id"] for user in self.sandbox.list("/directory_users", directory=directory or self.middle)]

    def groups(self, directory=None):
        return [group["id"] for group in self.sandbox.list("/directory_groups", directory=directory or self.middle)]

    def group(self, directory=None, **members):
        return self.sandbox.post("groups", {"directory_id": directory or self.middle} | members)

    def member(self, directory=None):
        """A group and one of its users."""
        for user in self.sandbox.list("/directory_users", directory=directory or self.middle):
            if user["groups"]:
                return user["groups"][0]["id"], user["id"]
        raise AssertionError("no group has users")

    def join(self, group, user):
        self.sandbox.post("memberships", {"group_id": group, "user_id": user})

    def leave(self, group, user):
        self.sandbox.delete("memberships", {"group_id": group, "user_id": user})

    def emit(self, event, data, **members):
        """An event without a change."""
        return self.sandbox.post("events", {"event": event, "data": data} | members)

    # What the mirror receives

    def layer(self, layer):
        self.proxy.layers.append(layer)
        return layer

    def honest(self):
        self.proxy.layers.clear()
        self.sandbox.clear_faults()

    def rewrite_events(self, change):
        """Each page of events is replaced by the result of `change`."""

        def layer(request, forward):
            answer = forward(request)
            if request.path != "/events" or answer.status != 200:
                return answer
            return answer.with_records(change(answer.value["data"]))

        return self.layer(layer)

    def edit_events(self, change):
        """Each event is changed separately."""

        def edited(events):
            for event in events:
                change(event)
            return events

        return self.rewrite_events(edited)

    def stream(self, change):
        """Each event is replaced by the result of `change`, now or some polls later."""
        return self.layer(Stream(random.Random(1), change))

    def lose_events(self):
        return self.rewrite_events(lambda events: [])

    def hide(self, path, *ids, **query):
        """Lists lack these records, or all records if none is given."""

        def layer(request, forward):
            answer = forward(request)
            if request.path != path or answer.status != 200 or not query.items() <= request.query.items():
                return answer
            return answer.with_records([r for r in answer.value["data"] if ids and r["id"] not in ids])

        return self.layer(layer)

    def refuse(self, path, status=403, **query):
        """Requests with this path and these parameters fail."""

        def layer(request, forward):
            if request.path == path and query.items() <= request.query.items():
                return Answer.of(status, {"message": "Not today"})
            return forward(request)

        return self.layer(layer)

    # The file

    def query(self, sql, *arguments):
        with opened(self.path) as db:
            return [tuple(row) for row in db.execute(sql, arguments)]

    def value(self, sql, *arguments):
        return self.query(sql, *arguments)[0][0]

    def execute(self, sql, *arguments):
        with opened(self.path) as db, db:
            db.execute(sql, arguments)

    @property
    def is_file(self):
        return not str(self.path).startswith("postgresql://")

    def stop(self, action, table, condition="true"):
        """A trigger that fails this action. `condition` is checked before each row."""
        if self.is_file:
            body = f"WHEN {condition} BEGIN SELECT raise(ABORT, 'for a test'); END"
            self.execute(f"CREATE TRIGGER stop BEFORE {action} ON {table} {body}")
            return
        with opened(self.path) as db:
            row = "OLD" if action == "DELETE" else "NEW"
            db.execute(
                "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE 'for a test'; END IF; RETURN {row}; END $$"
            )
            db.execute(f"CREATE TRIGGER stop BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION stop()")

    def go_on(self, table):
        self.execute("DROP TRIGGER stop" if self.is_file else f"DROP TRIGGER stop ON {table}")

    def has(self, identifier):
        found = [self.query(f"SELECT 1 FROM {table} WHERE id = ?", identifier) for table in ("users", "groups")]
        return any(found)

    def has_member(self, group, user):
        return bool(self.query("SELECT 1 FROM memberships WHERE group_id = ? AND user_id = ?", group, user))

    def column(self, user, name):
        return self.value(f"SELECT {name} FROM users WHERE id = ?", user)

    def mark(self):
        return last_change(self.path)

    def changes(self, after=0):
        return changes(self.path, after)

    def assert_equal(self):
        assert_equal(self.path, self.sandbox)

    def status(self, *options):
        return self.mirror.status(*options)

    def status_text(self):
        return json.dumps(self.status()[1])

    def assert_healthy(self):
        self.mirror.assert_healthy()


class Front:
    """The server that the mirror takes for the service."""

    def __init__(self, proxy, sandbox):
        self.url = proxy.url
        self.api_key = sandbox.api_key
