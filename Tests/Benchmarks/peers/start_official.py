"""Import, client, exit."""

from workos import WorkOSClient

WorkOSClient(api_key="sk_test_benchmark", client_id="client_benchmark")
