/* The options of a client, and the argument of on_attempt. */
#ifndef WORKOSDS_OPTIONS_HPP
#define WORKOSDS_OPTIONS_HPP

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.hpp"

namespace workosds
{

/* One attempt at a request, valid during the on_attempt call. */
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

    /* The time until the next attempt at the same request; empty if none follows. */
    std::optional<milliseconds> wait() const noexcept
    {
        const std::int64_t wait = workosds_attempt_wait_ms(handle_);
        return wait >= 0 ? std::optional(milliseconds(wait)) : std::nullopt;
    }

    /* How long this attempt waited for the pace before it was sent. */
    milliseconds paced() const noexcept
    {
        return milliseconds(workosds_attempt_paced_ms(handle_));
    }

    /* The value of one of the client's headers, by its name in any case, to tell requests apart. Empty if
     * there is none of that name, or if the name says that it is a secret: it contains "auth", "cookie",
     * "key", "secret" or "token". */
    std::string_view header(const std::string &name) const noexcept
    {
        return detail::text(workosds_attempt_header(handle_, name.c_str()));
    }

  private:
    const workosds_attempt *handle_;
};

/* For options that can be turned off. */
inline constexpr milliseconds no_time_limit{WORKOSDS_NO_TIME_LIMIT};
inline constexpr int unpaced = WORKOSDS_UNPACED;

/* The options of a client. Options that are not set have the library's default: see workosds_client_options.
 * A time limit is any std::chrono duration that converts to milliseconds; no_time_limit turns one off. */
struct client_options {
    /* The URL of the API, "https://host[:port][/prefix]". Default: the environment variable WORKOS_BASE_URL,
     * else https://api.workos.com. */
    std::string base_url = {};
    /* Added to the User-Agent, "myapp/1.2". */
    std::string app_name = {};
    /* A PEM file of trusted CA certificates that replaces the system's. */
    std::string ca_file = {};
    /* "[scheme://][user:password@]host[:port]". Default: the environment's. */
    std::string proxy = {};
    /* Hosts that are reached without the proxy, separated by commas; "*": all. */
    std::string no_proxy = {};
    /* Milliseconds for name resolution, connection and TLS handshake. Default 10 s. */
    std::optional<milliseconds> connect_timeout = {};
    /* Milliseconds for one attempt at a request, from sending to the last byte. Default 60 s. */
    std::optional<milliseconds> request_timeout = {};
    /* Milliseconds for a whole call, or for one `next` of a list, with retries and waits. Default: none. */
    std::optional<milliseconds> call_timeout = {};
    /* Milliseconds of the longest single wait before a retry. If the server asks for more, the call throws
     * rate_limited_error (or server_error) at once. Default 60 s. */
    std::optional<milliseconds> max_retry_wait = {};
    /* The largest response accepted, in bytes after decompression. Default 67,108,864. */
    std::optional<std::int64_t> max_response_bytes = {};
    /* Further attempts after 408, 429, 5xx, failed connections and timeouts, 0 to 100. Default 3. */
    std::optional<int> max_retries = {};
    /* Requests per second for each directory's users. unpaced: no limit. Default 4, the API's rate limit. */
    std::optional<int> directory_user_requests_per_second = {};
    /* Request the next page before the current one has been read, from the second page on. Default true. */
    std::optional<bool> look_ahead = {};
    /* Allow an http:// base_url for hosts other than the loopback. */
    bool allow_plain_http = false;
    /* Called after each attempt at a request, concurrently if several threads use the client. The call that
     * made the attempt rethrows its exception. */
    std::function<void(const attempt &)> on_attempt = {};
    /* Headers added to every request, as names and values: {{"traceparent", "00-..."}}. At most 64, and at
     * most 8192 bytes each. Headers that the library sets itself are rejected: Authorization, User-Agent,
     * Accept, Host and others. Default: none. */
    std::vector<std::pair<std::string, std::string>> headers = {};
    /* For client::with: removes the headers of the client, if `headers` is empty. */
    bool no_headers = false;
    /* A PEM file with a client certificate, and the certificates between it and its authority. */
    std::string client_certificate = {};
    /* A PEM file with the private key of client_certificate. Default: client_certificate contains it. */
    std::string client_key = {};
    /* The passphrase of the private key. */
    std::string client_key_passphrase = {};
    /* A PEM file of certification authorities for an https:// proxy. Default: the system's. */
    std::string proxy_ca_file = {};

    /* Adds a header. */
    client_options &with_header(std::string name, std::string value)
    {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }

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
    client_options &with_no_headers() { no_headers = true; return *this; }
    client_options &with_client_certificate(std::string value) { client_certificate = std::move(value); return *this; }
    client_options &with_client_key(std::string value) { client_key = std::move(value); return *this; }
    client_options &with_client_key_passphrase(std::string value) { client_key_passphrase = std::move(value); return *this; }
    client_options &with_proxy_ca_file(std::string value) { proxy_ca_file = std::move(value); return *this; }
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

/* Headers as workosds_client_options has them: "Name: value" each, NULL after the last one. */
class header_lines
{
  public:
    explicit header_lines(const client_options &options)
    {
        if (options.headers.empty() && !options.no_headers)
            return;
        for (const auto &[name, value] : options.headers) {
            if (name.find(':') != std::string::npos)
                throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT,
                                             "headers \"" + name.substr(0, name.find(':')) +
                                                 "\" has a colon in its name: leave it out");
            lines_.push_back(name + ": " + value);
        }
        for (const std::string &line : lines_)
            pointers_.push_back(argument(line));
        pointers_.push_back(nullptr);
    }

    header_lines(const header_lines &) = delete;
    header_lines &operator=(const header_lines &) = delete;

    const char *const *data() const noexcept
    {
        return pointers_.empty() ? nullptr : pointers_.data();
    }

  private:
    std::vector<std::string> lines_;
    std::vector<const char *> pointers_;
};

inline workosds_client_options translate(const client_options &options, const header_lines &headers,
                                         const attempt_hook *hook)
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
    if (options.look_ahead)
        result.look_ahead = *options.look_ahead ? WORKOSDS_LOOK_AHEAD_ON : WORKOSDS_LOOK_AHEAD_OFF;
    result.allow_plain_http = options.allow_plain_http ? 1 : 0;
    result.headers = headers.data();
    result.client_certificate = argument(options.client_certificate);
    result.client_key = argument(options.client_key);
    result.client_key_passphrase = argument(options.client_key_passphrase);
    result.proxy_ca_file = argument(options.proxy_ca_file);
    if (hook != nullptr) {
        result.on_attempt = on_attempt;
        result.on_attempt_data = const_cast<attempt_hook *>(hook);
    }
    return result;
}

} // namespace detail

} // namespace workosds

#endif /* WORKOSDS_OPTIONS_HPP */
