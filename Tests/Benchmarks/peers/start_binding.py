"""Import, client, exit."""

import workosds

with workosds.Client("sk_test_benchmark"):
    pass
