/* How a client behaves, and what its on_attempt sees. */
#ifndef WORKOSDS_OPTIONS_HPP
#define WORKOSDS_OPTIONS_HPP

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "error.hpp"

namespace workosds
{

/* One attempt at a request, for the length of the on_attempt call. */
class attempt
{
  public:
    explicit attempt(const workosds_attempt *handle) noexcept : handle_(handle)
    {
    }

    // clang-format off
    std::string_view method() const noexcept { return detail::text(workosds_attempt_method(handle_)); }
    std::string_view path() const noexcept { return detail::text(workosds_attempt_path(handle_)); }
    int http_status() const noexcept { return workosds_attempt_http_status(handle_); }
    workosds_status status() const noexcept { return workosds_attempt_status(handle_); }
    int number() const noexcept { return workosds_attempt_number(handle_); }
    milliseconds elapsed() const noexcept { return milliseconds(workosds_attempt_elapsed_ms(handle_)); }
    std::int64_t bytes() const noexcept { return workosds_attempt_bytes(handle_); }
    std::string_view request_id() const noexcept { return detail::text(workosds_attempt_request_id(handle_)); }
    // clang-format on

    /* Until the next attempt at the same request; none where none follows. */
    std::optional<milliseconds> wait() const noexcept
    {
        const std::int64_t wait = workosds_attempt_wait_ms(handle_);
        return wait >= 0 ? std::optional(milliseconds(wait)) : std::nullopt;
    }

  private:
    const workosds_attempt *handle_;
};

/* For options that can be switched off. */
inline constexpr milliseconds no_time_limit{WORKOSDS_NO_TIME_LIMIT};
inline constexpr int unpaced = WORKOSDS_UNPACED;

/* How a client behaves. What is not set is the library's default: see workosds_client_options. Any
 * std::chrono duration that converts to milliseconds is a time limit; no_time_limit switches one off. */
struct client_options {
    /* Where the API is, "https://host[:port][/prefix]". Default: the environment variable WORKOS_BASE_URL,
     * else https://api.workos.com. */
    std::string base_url = {};
    /* Added to the User-Agent, "myapp/1.2". */
    std::string app_name = {};
    /* A PEM file of certification authorities that replaces the system's. */
    std::string ca_file = {};
    /* "[scheme://][user:password@]host[:port]". Default: the environment's. */
    std::string proxy = {};
    /* Hosts that are reached without the proxy, separated by commas; "*": all. */
    std::string no_proxy = {};
    /* Milliseconds for name lookup, connection and TLS handshake. Default 10 s. */
    std::optional<milliseconds> connect_timeout = {};
    /* Milliseconds for one attempt at a request, from sending to the last byte. Default 60 s. */
    std::optional<milliseconds> request_timeout = {};
    /* Milliseconds for a whole call, or for one `next` of a list, with retries and waits. Default: no limit.
     */
    std::optional<milliseconds> call_timeout = {};
    /* Milliseconds of the longest single wait before a retry. If the server asks for more, the call throws
     * rate_limited_error (or server_error) at once. Default 60 s. */
    std::optional<milliseconds> max_retry_wait = {};
    /* Bytes of the largest answer accepted, after decompression. Default 67,108,864. */
    std::optional<std::int64_t> max_response_bytes = {};
    /* Further attempts after 408, 429, 5xx, failed connections and timeouts, 0 to 100. Default 3. */
    std::optional<int> max_retries = {};
    /* Requests a second for each directory's users. unpaced: no limit. Default 4, the API's own limit. */
    std::optional<int> directory_user_requests_per_second = {};
    /* Requests the next page before the current one has been read, from the second page on. */
    bool look_ahead = true;
    /* Allows an http:// base_url for hosts other than this one. */
    bool allow_plain_http = false;
    /* Called after each attempt at a request, by several threads at once if several use the client. What it
     * throws is thrown by the call that made the attempt. */
    std::function<void(const attempt &)> on_attempt = {};

    // clang-format off
    client_options &with_base_url(std::string value) { base_url = std::move(value); return *this; }
    client_options &with_app_name(std::string value) { app_name = std::move(value); return *this; }
    client_options &with_ca_file(std::string value) { ca_file = std::move(value); return *this; }
    client_options &with_proxy(std::string value) { proxy = std::move(value); return *this; }
    client_options &with_no_proxy(std::string value) { no_proxy = std::move(value); return *this; }
    client_options &with_connect_timeout(milliseconds value) { connect_timeout = value; return *this; }
    client_options &with_request_timeout(milliseconds value) { request_timeout = value; return *this; }
    client_options &with_call_timeout(milliseconds value) { call_timeout = value; return *this; }
    client_options &with_max_retry_wait(milliseconds value) { max_retry_wait = value; return *this; }
    client_options &with_max_response_bytes(std::int64_t value) { max_response_bytes = value; return *this; }
    client_options &with_max_retries(int value) { max_retries = value; return *this; }
    client_options &with_directory_user_requests_per_second(int value) { directory_user_requests_per_second = value; return *this; }
    client_options &with_look_ahead(bool value) { look_ahead = value; return *this; }
    client_options &with_allow_plain_http(bool value) { allow_plain_http = value; return *this; }
    client_options &with_on_attempt(std::function<void(const attempt &)> value) { on_attempt = std::move(value); return *this; }
    // clang-format on
};

namespace detail
{

using attempt_hook = std::function<void(const attempt &)>;

inline void on_attempt(const workosds_attempt *seen, void *data)
{
    if (thrown())
        return;
    try {
        (*static_cast<const attempt_hook *>(data))(attempt(seen));
    } catch (...) {
        thrown() = std::current_exception();
    }
}

inline workosds_client_options translate(const client_options &options, const attempt_hook *hook)
{
    workosds_client_options result = WORKOSDS_CLIENT_OPTIONS_INIT;
    result.base_url = argument(options.base_url);
    result.app_name = argument(options.app_name);
    result.ca_file = argument(options.ca_file);
    result.proxy = argument(options.proxy);
    result.no_proxy = argument(options.no_proxy);
    result.connect_timeout_ms = given(options.connect_timeout, "connect_timeout").count();
    result.request_timeout_ms = given(options.request_timeout, "request_timeout").count();
    result.call_timeout_ms = given(options.call_timeout, "call_timeout").count();
    result.max_retry_wait_ms = given(options.max_retry_wait, "max_retry_wait").count();
    result.max_response_bytes = given(options.max_response_bytes, "max_response_bytes");
    result.max_retries = options.max_retries == 0 ? WORKOSDS_NO_RETRIES : options.max_retries.value_or(0);
    result.directory_user_requests_per_second =
        given(options.directory_user_requests_per_second, "directory_user_requests_per_second");
    result.look_ahead = options.look_ahead ? 0 : WORKOSDS_LOOK_AHEAD_OFF;
    result.allow_plain_http = options.allow_plain_http ? 1 : 0;
    if (hook != nullptr) {
        result.on_attempt = on_attempt;
        result.on_attempt_data = const_cast<attempt_hook *>(hook);
    }
    return result;
}

} // namespace detail

} // namespace workosds

#endif /* WORKOSDS_OPTIONS_HPP */
