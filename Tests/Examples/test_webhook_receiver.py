"""webhook_receiver.py with the sandbox's deliveries."""

import signal
import urllib.error
import urllib.request


def test_says_what_was_delivered_and_refuses_what_was_not(examples, sandbox):
    with examples.start("webhook_receiver.py", 0, WORKOS_WEBHOOK_SECRET="whsec_new whsec_old") as process:
        url = process.stdout.readline().split()[-1]
        for secret in ["whsec_old", "whsec_new"]:
            endpoint = sandbox.post("/_sandbox/webhooks", {"url": url, "secret": secret}).json["id"]
            given = {"directory_id": sandbox.directory("bamboohr")["id"], "email": f"{secret}@example.test"}
            sandbox.post("/_sandbox/users", given)
            line = process.stdout.readline()
            assert "dsync.user.created" in line and f"{secret}@example.test" in line
            sandbox.delete(f"/_sandbox/webhooks/{endpoint}")
        try:
            headers = {"WorkOS-Signature": "t=1700000000000, v1=00"}
            urllib.request.urlopen(urllib.request.Request(url, b"{}", headers), timeout=20)
            raise AssertionError("accepted")
        except urllib.error.HTTPError as answer:
            assert answer.code == 400
            answer.close()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (0, "")
    assert "refused" in errors and "whsec_" not in errors
