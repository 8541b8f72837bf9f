// The sandbox, started on first use; it ends with this process.
#ifndef SUPPORT_SANDBOX_HPP
#define SUPPORT_SANDBOX_HPP

#include <workosds.hpp>

namespace support
{

inline constexpr const char *key = "sk_test_sandbox";

// "http://127.0.0.1:12345"
const std::string &sandbox_url();

// The id of the directory with three pages of users.
const std::string &okta();

// A client of the sandbox without a rate limit.
workosds::client sandbox_client(workosds::client_options options = {});

} // namespace support

#endif
