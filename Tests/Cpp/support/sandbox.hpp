// The local server of the API, started when first asked for; it ends with this process.
#ifndef SUPPORT_SANDBOX_HPP
#define SUPPORT_SANDBOX_HPP

#include <workosds.hpp>

namespace support
{

inline constexpr const char *key = "sk_test_sandbox";

// "http://127.0.0.1:12345"
const std::string &sandbox_url();

// A request to the sandbox itself, which changes what it serves: "POST /_sandbox/users". Returns the answer's
// body.
std::string control(const std::string &request, const std::string &json);

// The value of a text member of a JSON object, the first of that name.
std::string member(const std::string &json, const std::string &name);

// The id of the directory with three pages of users.
const std::string &okta();

// A client of the sandbox, without a pace.
workosds::client sandbox_client(workosds::client_options options = {});

} // namespace support

#endif
