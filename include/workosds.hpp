/*
 * libworkosds for C++17: workosds.h with RAII, ranges and exceptions. Header-only; link with -lworkosds.
 *
 *     workosds::client client("sk_example_123456789");
 *     for (const auto &user : client.list_users({.directory = "directory_123"}))          // C++20
 *         std::cout << user.email() << '\n';
 *     for (const auto &user : client.list_users(workosds::user_query().with_directory("directory_123")))
 *         std::cout << user.email() << '\n';
 *
 * Errors.   A call that fails throws a class derived from workosds::error, one for each status of workosds.h.
 * Records   of a list are views, valid until the list moves on or ends; copy() makes one of your own. A text
 *           that the server did not send is an empty view whose data() is nullptr.
 * Threads.  As in workosds.h: a client for any number of threads, a list for one at a time.
 *
 * What each function does in detail, its limits and its errors: workosds.h, under the same name.
 */
#ifndef WORKOSDS_HPP
#define WORKOSDS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "workosds.h"

namespace workosds
{

using milliseconds = std::chrono::milliseconds;

namespace detail
{

inline std::string_view text(const char *text) noexcept
{
    return text != nullptr ? std::string_view(text) : std::string_view();
}

/* Takes over a string of the library's. */
inline std::optional<std::string> take(char *given)
{
    const std::unique_ptr<char, void (*)(char *)> text(given, workosds_string_free);
    return text ? std::optional(std::string(text.get())) : std::nullopt;
}

} // namespace detail

/* ---------------------------------------------------------------------------------------------
 * Errors
 * ------------------------------------------------------------------------------------------ */

/* Why a call failed; what() is one line for a person. */
class error : public std::runtime_error
{
  public:
    error(workosds_status status, const std::string &message,
          std::shared_ptr<const workosds_error> details = {})
        : std::runtime_error(message), status_(status), details_(std::move(details))
    {
    }

    workosds_status status() const noexcept
    {
        return status_;
    }

    /* "RATE_LIMITED" */
    std::string_view status_name() const noexcept
    {
        return workosds_status_name(status_);
    }

    /* 0 where no answer came. */
    int http_status() const noexcept
    {
        return workosds_error_http_status(details_.get());
    }

    /* The API's own code and the X-Request-Id; empty where it sent none. */
    std::string_view code() const noexcept
    {
        return detail::text(workosds_error_code(details_.get()));
    }

    std::string_view request_id() const noexcept
    {
        return detail::text(workosds_error_request_id(details_.get()));
    }

    std::optional<milliseconds> retry_after() const noexcept
    {
        const std::int64_t delay = workosds_error_retry_after_ms(details_.get());
        return details_ && delay >= 0 ? std::optional(milliseconds(delay)) : std::nullopt;
    }

    /* Whether the same call may well succeed later. */
    bool is_retryable() const noexcept
    {
        return workosds_error_is_retryable(details_.get()) != 0;
    }

    /* The answer's body, byte for byte; none where no answer came. */
    std::optional<std::string_view> body() const noexcept
    {
        std::size_t length = 0;
        const char *bytes = workosds_error_body(details_.get(), &length);
        return bytes != nullptr ? std::optional(std::string_view(bytes, length)) : std::nullopt;
    }

    /* All of it, the field errors too, as a JSON object; empty for an argument refused by this header. */
    std::string json() const
    {
        return detail::take(workosds_error_json(details_.get())).value_or(std::string());
    }

  private:
    workosds_status status_;
    std::shared_ptr<const workosds_error> details_;
};

// clang-format off
struct invalid_argument_error : error { using error::error; };
struct authentication_error : error { using error::error; };
struct permission_denied_error : error { using error::error; };
struct not_found_error : error { using error::error; };
struct conflict_error : error { using error::error; };
struct bad_request_error : error { using error::error; };
struct unprocessable_error : error { using error::error; };
struct rate_limited_error : error { using error::error; };
struct server_error : error { using error::error; };
struct api_error : error { using error::error; };
struct network_error : error { using error::error; };
struct tls_error : error { using error::error; };
struct request_timeout_error : error { using error::error; };
struct cancelled_error : error { using error::error; };
struct protocol_error : error { using error::error; };
struct pagination_loop_error : error { using error::error; };
struct signature_error : error { using error::error; };
struct internal_error : error { using error::error; };
struct out_of_memory_error : error { using error::error; };
// clang-format on

namespace detail
{

/* A NUL byte would end the text for C: another id than the one given. */
inline const char *argument(const std::string &text)
{
    if (text.find('\0') != std::string::npos)
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, "an argument holds a NUL byte");
    return text.c_str();
}

/* What on_attempt threw on this thread during the library's call. It must not unwind the library's frames. */
inline std::exception_ptr &thrown() noexcept
{
    thread_local std::exception_ptr thrown;
    return thrown;
}

[[noreturn]] inline void raise(workosds_status status, workosds_error *given)
{
    const std::shared_ptr<const workosds_error> details(
        given, [](const workosds_error *error) { workosds_error_free(const_cast<workosds_error *>(error)); });
    const std::string message = workosds_error_message(given);
    // clang-format off
    switch (status) {
    case WORKOSDS_ERROR_INVALID_ARGUMENT: throw invalid_argument_error(status, message, details);
    case WORKOSDS_ERROR_AUTHENTICATION: throw authentication_error(status, message, details);
    case WORKOSDS_ERROR_PERMISSION: throw permission_denied_error(status, message, details);
    case WORKOSDS_ERROR_NOT_FOUND: throw not_found_error(status, message, details);
    case WORKOSDS_ERROR_CONFLICT: throw conflict_error(status, message, details);
    case WORKOSDS_ERROR_BAD_REQUEST: throw bad_request_error(status, message, details);
    case WORKOSDS_ERROR_UNPROCESSABLE: throw unprocessable_error(status, message, details);
    case WORKOSDS_ERROR_RATE_LIMITED: throw rate_limited_error(status, message, details);
    case WORKOSDS_ERROR_SERVER: throw server_error(status, message, details);
    case WORKOSDS_ERROR_API: throw api_error(status, message, details);
    case WORKOSDS_ERROR_NETWORK: throw network_error(status, message, details);
    case WORKOSDS_ERROR_TLS: throw tls_error(status, message, details);
    case WORKOSDS_ERROR_TIMEOUT: throw request_timeout_error(status, message, details);
    case WORKOSDS_ERROR_CANCELLED: throw cancelled_error(status, message, details);
    case WORKOSDS_ERROR_PROTOCOL: throw protocol_error(status, message, details);
    case WORKOSDS_ERROR_PAGINATION_LOOP: throw pagination_loop_error(status, message, details);
    case WORKOSDS_ERROR_SIGNATURE: throw signature_error(status, message, details);
    case WORKOSDS_ERROR_INTERNAL: throw internal_error(status, message, details);
    case WORKOSDS_ERROR_OUT_OF_MEMORY: throw out_of_memory_error(status, message, details);
    default: throw error(status, message, details);
    }
    // clang-format on
}

/* Throws what on_attempt threw, else the error that a status stands for. */
inline workosds_status check(workosds_status status, workosds_error *error)
{
    if (std::exception_ptr exception = std::exchange(thrown(), nullptr)) {
        workosds_error_free(error);
        std::rethrow_exception(exception);
    }
    if (status < 0)
        raise(status, error);
    return status;
}

/* Calls a function of the library, which writes its error where it is told. */
template <class Function> workosds_status call(Function function)
{
    workosds_error *error = nullptr;
    const workosds_status status = function(&error);
    return check(status, error);
}

} // namespace detail

/* ---------------------------------------------------------------------------------------------
 * Records
 * ------------------------------------------------------------------------------------------ */

/* A record of your own: it lives as long as you keep it, and any number of threads may read it. It moves and
 * does not copy by itself; copy() does. One that was moved from reads as empty. */
template <class View> class owned : public View
{
  public:
    using handle_type = typename View::handle_type;

    explicit owned(handle_type *handle) noexcept : View(handle)
    {
    }

    owned(owned &&other) noexcept : View(std::exchange(other.handle_, nullptr))
    {
    }

    owned &operator=(owned &&other) noexcept
    {
        std::swap(this->handle_, other.handle_);
        return *this;
    }

    ~owned()
    {
        View::release(const_cast<handle_type *>(this->handle_));
    }
};

class directory_view
{
  public:
    using handle_type = workosds_directory;

    explicit directory_view(const workosds_directory *handle = nullptr) noexcept : handle_(handle)
    {
    }

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_directory_organization_id(handle_)); }
    std::string_view external_key() const noexcept { return detail::text(workosds_directory_external_key(handle_)); }
    std::string_view domain() const noexcept { return detail::text(workosds_directory_domain(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_directory_name(handle_)); }
    std::string_view type() const noexcept { return detail::text(workosds_directory_type(handle_)); }
    std::string_view state() const noexcept { return detail::text(workosds_directory_state(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_directory_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_directory_updated_at(handle_)); }

    /* -1 where the server sent none. */
    std::int64_t active_user_count() const noexcept { return workosds_directory_active_user_count(handle_); }
    std::int64_t inactive_user_count() const noexcept { return workosds_directory_inactive_user_count(handle_); }
    std::int64_t group_count() const noexcept { return workosds_directory_group_count(handle_); }

    std::string json() const { return detail::take(workosds_directory_json(handle_)).value_or(std::string()); }
    const workosds_directory *handle() const noexcept { return handle_; }
    // clang-format on

    owned<directory_view> copy() const;

  protected:
    static void release(workosds_directory *handle) noexcept
    {
        workosds_directory_free(handle);
    }

    const workosds_directory *handle_;
};

class group_view
{
  public:
    using handle_type = workosds_group;

    explicit group_view(const workosds_group *handle = nullptr) noexcept : handle_(handle)
    {
    }

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_group_id(handle_)); }
    std::string_view idp_id() const noexcept { return detail::text(workosds_group_idp_id(handle_)); }
    std::string_view directory_id() const noexcept { return detail::text(workosds_group_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_group_organization_id(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_group_name(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_group_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_group_updated_at(handle_)); }

    std::optional<std::string> raw_attributes_json() const { return detail::take(workosds_group_raw_attributes_json(handle_)); }
    std::string json() const { return detail::take(workosds_group_json(handle_)).value_or(std::string()); }
    const workosds_group *handle() const noexcept { return handle_; }
    // clang-format on

    owned<group_view> copy() const;

  protected:
    static void release(workosds_group *handle) noexcept
    {
        workosds_group_free(handle);
    }

    const workosds_group *handle_;
};

class user_view
{
  public:
    using handle_type = workosds_user;

    explicit user_view(const workosds_user *handle = nullptr) noexcept : handle_(handle)
    {
    }

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_user_id(handle_)); }
    std::string_view directory_id() const noexcept { return detail::text(workosds_user_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_user_organization_id(handle_)); }
    std::string_view idp_id() const noexcept { return detail::text(workosds_user_idp_id(handle_)); }
    std::string_view email() const noexcept { return detail::text(workosds_user_email(handle_)); }
    std::string_view first_name() const noexcept { return detail::text(workosds_user_first_name(handle_)); }
    std::string_view last_name() const noexcept { return detail::text(workosds_user_last_name(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_user_name(handle_)); }
    std::string_view state() const noexcept { return detail::text(workosds_user_state(handle_)); }
    std::string_view role() const noexcept { return detail::text(workosds_user_role(handle_)); }
    std::string_view job_title() const noexcept { return detail::text(workosds_user_job_title(handle_)); }
    std::string_view username() const noexcept { return detail::text(workosds_user_username(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_user_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_user_updated_at(handle_)); }

    std::optional<std::string> custom_attributes_json() const { return detail::take(workosds_user_custom_attributes_json(handle_)); }
    std::optional<std::string> raw_attributes_json() const { return detail::take(workosds_user_raw_attributes_json(handle_)); }
    std::optional<std::string> emails_json() const { return detail::take(workosds_user_emails_json(handle_)); }
    std::string json() const { return detail::take(workosds_user_json(handle_)).value_or(std::string()); }
    const workosds_user *handle() const noexcept { return handle_; }
    // clang-format on

    /* The slugs of all roles; an entry without a slug is left out. */
    std::vector<std::string_view> roles() const
    {
        std::vector<std::string_view> roles;
        for (std::size_t index = 0; index < workosds_user_role_count(handle_); ++index) {
            if (const char *slug = workosds_user_role_at(handle_, index))
                roles.emplace_back(slug);
        }
        return roles;
    }

    /* Views into this user. The API sends none to newer teams: list groups by `user` instead. */
    std::vector<group_view> groups() const
    {
        std::vector<group_view> groups;
        for (std::size_t index = 0; index < workosds_user_group_count(handle_); ++index) {
            if (const workosds_group *group = workosds_user_group_at(handle_, index))
                groups.emplace_back(group);
        }
        return groups;
    }

    std::vector<std::string_view> custom_attribute_keys() const
    {
        std::vector<std::string_view> keys;
        for (std::size_t index = 0; index < workosds_user_custom_attribute_count(handle_); ++index) {
            std::size_t length = 0;
            const char *key = workosds_user_custom_attribute_key_at(handle_, index, &length);
            keys.emplace_back(key, key != nullptr ? length : 0);
        }
        return keys;
    }

    workosds_attribute_type custom_attribute_type(const std::string &key) const
    {
        return workosds_user_custom_attribute_type(handle_, detail::argument(key));
    }

    /* The attribute if it is there with that type: std::string or std::string_view for a text (a view lives
     * as long as the user), any integer type that holds the value, double, bool. Nothing is converted. */
    template <class Value> std::optional<Value> custom_attribute(const std::string &key) const
    {
        if constexpr (std::is_same_v<Value, std::string> || std::is_same_v<Value, std::string_view>) {
            const char *text = nullptr;
            std::size_t length = 0;
            if (workosds_user_custom_attribute_text(handle_, detail::argument(key), &text, &length))
                return Value(text, length);
        } else if constexpr (std::is_same_v<Value, bool>) {
            std::int32_t boolean = 0;
            if (workosds_user_custom_attribute_boolean(handle_, detail::argument(key), &boolean))
                return boolean != 0;
        } else if constexpr (std::is_same_v<Value, double>) {
            double real = 0;
            if (workosds_user_custom_attribute_real(handle_, detail::argument(key), &real))
                return real;
        } else {
            static_assert(std::is_integral_v<Value>,
                          "std::string, std::string_view, an integer, double or bool");
            std::int64_t integer = 0;
            if (workosds_user_custom_attribute_integer(handle_, detail::argument(key), &integer) &&
                holds<Value>(integer))
                return static_cast<Value>(integer);
        }
        return std::nullopt;
    }

    std::optional<std::string> custom_attribute_json(const std::string &key) const
    {
        return detail::take(workosds_user_custom_attribute_json(handle_, detail::argument(key)));
    }

    owned<user_view> copy() const;

  protected:
    static void release(workosds_user *handle) noexcept
    {
        workosds_user_free(handle);
    }

    const workosds_user *handle_;

  private:
    template <class Integer> static bool holds(std::int64_t value)
    {
        if constexpr (std::is_unsigned_v<Integer>)
            return value >= 0 && static_cast<std::uint64_t>(value) <= std::numeric_limits<Integer>::max();
        else
            return value >= std::numeric_limits<Integer>::min() &&
                   value <= std::numeric_limits<Integer>::max();
    }
};

using directory = owned<directory_view>;
using group = owned<group_view>;
using user = owned<user_view>;

namespace detail
{

/* The C functions of each kind of record. */
template <class View> struct functions;

template <> struct functions<directory_view> {
    static constexpr auto next = workosds_iterator_next_directory;
    static constexpr auto copy = workosds_directory_copy;
};

template <> struct functions<group_view> {
    static constexpr auto next = workosds_iterator_next_group;
    static constexpr auto copy = workosds_group_copy;
};

template <> struct functions<user_view> {
    static constexpr auto next = workosds_iterator_next_user;
    static constexpr auto copy = workosds_user_copy;
};

template <class View> owned<View> copy(const typename View::handle_type *record)
{
    owned<View> result(functions<View>::copy(record));
    if (record != nullptr && result.handle() == nullptr)
        throw out_of_memory_error(WORKOSDS_ERROR_OUT_OF_MEMORY, "out of memory");
    return result;
}

} // namespace detail

inline directory directory_view::copy() const
{
    return detail::copy<directory_view>(handle_);
}

inline group group_view::copy() const
{
    return detail::copy<group_view>(handle_);
}

inline user user_view::copy() const
{
    return detail::copy<user_view>(handle_);
}

/* ---------------------------------------------------------------------------------------------
 * Options and queries
 * ------------------------------------------------------------------------------------------ */

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

/* What is not set is the library's default: see workosds_client_options. */
struct client_options {
    std::string base_url = {};
    std::string app_name = {};
    std::string ca_file = {};
    std::string proxy = {};
    std::string no_proxy = {};
    std::optional<milliseconds> connect_timeout = {};
    std::optional<milliseconds> request_timeout = {};
    std::optional<milliseconds> call_timeout = {};
    std::optional<milliseconds> max_retry_wait = {};
    std::optional<std::int64_t> max_response_bytes = {};
    std::optional<int> max_retries = {}; /* 0: none */
    std::optional<int> directory_user_requests_per_second = {};
    bool look_ahead = true;
    bool allow_plain_http = false;
    /* May be called by several threads at once. What it throws comes out of the call it was made in. */
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

/* limit is the page size, 1 .. 100; how many records come is up to max_items. */
struct directory_query {
    std::string organization_id = {};
    std::string search = {};
    std::optional<int> limit = {};
    std::optional<std::int64_t> max_items = {};
    std::string after = {};
    std::string before = {};
    std::string order = {}; /* "desc", the default, or "asc" */

    // clang-format off
    directory_query &with_organization_id(std::string value) { organization_id = std::move(value); return *this; }
    directory_query &with_search(std::string value) { search = std::move(value); return *this; }
    directory_query &with_limit(int value) { limit = value; return *this; }
    directory_query &with_max_items(std::int64_t value) { max_items = value; return *this; }
    directory_query &with_after(std::string value) { after = std::move(value); return *this; }
    directory_query &with_before(std::string value) { before = std::move(value); return *this; }
    directory_query &with_order(std::string value) { order = std::move(value); return *this; }
    // clang-format on
};

/* The groups of a directory, or those a user is in. */
struct group_query {
    std::string directory = {};
    std::string user = {};
    std::optional<int> limit = {};
    std::optional<std::int64_t> max_items = {};
    std::string after = {};
    std::string before = {};
    std::string order = {};

    // clang-format off
    group_query &with_directory(std::string value) { directory = std::move(value); return *this; }
    group_query &with_user(std::string value) { user = std::move(value); return *this; }
    group_query &with_limit(int value) { limit = value; return *this; }
    group_query &with_max_items(std::int64_t value) { max_items = value; return *this; }
    group_query &with_after(std::string value) { after = std::move(value); return *this; }
    group_query &with_before(std::string value) { before = std::move(value); return *this; }
    group_query &with_order(std::string value) { order = std::move(value); return *this; }
    // clang-format on
};

/* The users of a directory, of a group, or of both; idp_id and email choose within a directory. */
struct user_query {
    std::string directory = {};
    std::string group = {};
    std::string idp_id = {};
    std::string email = {};
    std::optional<int> limit = {};
    std::optional<std::int64_t> max_items = {};
    std::string after = {};
    std::string before = {};
    std::string order = {};

    // clang-format off
    user_query &with_directory(std::string value) { directory = std::move(value); return *this; }
    user_query &with_group(std::string value) { group = std::move(value); return *this; }
    user_query &with_idp_id(std::string value) { idp_id = std::move(value); return *this; }
    user_query &with_email(std::string value) { email = std::move(value); return *this; }
    user_query &with_limit(int value) { limit = value; return *this; }
    user_query &with_max_items(std::int64_t value) { max_items = value; return *this; }
    user_query &with_after(std::string value) { after = std::move(value); return *this; }
    user_query &with_before(std::string value) { before = std::move(value); return *this; }
    user_query &with_order(std::string value) { order = std::move(value); return *this; }
    // clang-format on
};

namespace detail
{

using hook = std::function<void(const attempt &)>;

inline void on_attempt(const workosds_attempt *seen, void *data)
{
    if (thrown())
        return;
    try {
        (*static_cast<const hook *>(data))(attempt(seen));
    } catch (...) {
        thrown() = std::current_exception();
    }
}

/* 0 is the library's default: what the caller sets to 0 is refused, where it cannot mean "none". */
template <class Number> Number given(const std::optional<Number> &value, const char *name)
{
    if (value && *value == Number(0))
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, std::string(name) + " must not be 0");
    return value.value_or(Number(0));
}

inline workosds_client_options translate(const client_options &options, const hook *hook)
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
        result.on_attempt_data = const_cast<detail::hook *>(hook);
    }
    return result;
}

/* The five members that all queries share. */
template <class Result, class Query> void translate_paging(Result &result, const Query &query)
{
    result.limit = given(query.limit, "limit");
    result.max_items = given(query.max_items, "max_items");
    result.after = argument(query.after);
    result.before = argument(query.before);
    result.order = argument(query.order);
}

inline workosds_directory_query translate(const directory_query &query)
{
    workosds_directory_query result = WORKOSDS_DIRECTORY_QUERY_INIT;
    translate_paging(result, query);
    result.organization_id = argument(query.organization_id);
    result.search = argument(query.search);
    return result;
}

inline workosds_group_query translate(const group_query &query)
{
    workosds_group_query result = WORKOSDS_GROUP_QUERY_INIT;
    translate_paging(result, query);
    result.directory = argument(query.directory);
    result.user = argument(query.user);
    return result;
}

inline workosds_user_query translate(const user_query &query)
{
    workosds_user_query result = WORKOSDS_USER_QUERY_INIT;
    translate_paging(result, query);
    result.directory = argument(query.directory);
    result.group = argument(query.group);
    result.idp_id = argument(query.idp_id);
    result.email = argument(query.email);
    return result;
}

} // namespace detail

/* ---------------------------------------------------------------------------------------------
 * Lists and commands
 * ------------------------------------------------------------------------------------------ */

/* What a step that does not wait came to. */
enum class progress { ready, done, pending };

namespace detail
{

/* A workosds_iterator and what it calls back. */
class iterator_owner
{
  public:
    iterator_owner(workosds_iterator *handle, std::shared_ptr<const hook> hook)
        : hook_(std::move(hook)), handle_(handle, workosds_iterator_free)
    {
    }

    workosds_iterator *handle() const noexcept
    {
        return handle_.get();
    }

    /* What on_attempt throws ends the iterator: a record may have been lost with it. */
    template <class Step> progress step(bool blocking, Step step)
    {
        if (blocking != blocking_) {
            call([&](workosds_error **error) {
                return workosds_iterator_set_blocking(handle(), blocking ? 1 : 0, error);
            });
        }
        blocking_ = blocking;
        const workosds_status status = call([&](workosds_error **error) {
            const workosds_status status = step(handle(), error);
            if (thrown())
                workosds_iterator_cancel(handle());
            return status;
        });
        switch (status) {
        case WORKOSDS_OK:
            return progress::ready;
        case WORKOSDS_PENDING:
            return progress::pending;
        default:
            return progress::done;
        }
    }

    int fd() const
    {
        std::int32_t fd = -1;
        call([&](workosds_error **error) { return workosds_iterator_fd(handle(), &fd, error); });
        return fd;
    }

  private:
    std::shared_ptr<const hook> hook_;
    std::unique_ptr<workosds_iterator, void (*)(workosds_iterator *)> handle_;
    bool blocking_ = true;
};

} // namespace detail

/* The records of a listing, fetched a page at a time; nothing is sent before the first. A range for one pass,
 * which moves and does not copy. */
template <class View> class list
{
    struct state;

  public:
    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = View;
        using difference_type = std::ptrdiff_t;
        using pointer = const View *;
        using reference = const View &;

        iterator() = default;

        reference operator*() const
        {
            return list_->current;
        }

        pointer operator->() const
        {
            return &list_->current;
        }

        iterator &operator++()
        {
            if (!list_->advance())
                list_ = nullptr;
            return *this;
        }

        void operator++(int)
        {
            ++*this;
        }

        friend bool operator==(const iterator &left, const iterator &right)
        {
            return left.list_ == right.list_;
        }

        friend bool operator!=(const iterator &left, const iterator &right)
        {
            return !(left == right);
        }

      private:
        friend class list;
        explicit iterator(state *list) : list_(list)
        {
        }

        state *list_ = nullptr;
    };

    list(workosds_iterator *handle, std::shared_ptr<const detail::hook> hook)
        : state_(new state{{handle, std::move(hook)}})
    {
    }

    /* Fetches the first record. Call it once. */
    iterator begin()
    {
        return iterator(state_->advance() ? state_.get() : nullptr);
    }

    iterator end() noexcept
    {
        return iterator();
    }

    /* The next record, valid until the next call; none at the end. */
    std::optional<View> next()
    {
        return state_->advance() ? std::optional(state_->current) : std::nullopt;
    }

    /* The next record, or what is left of the page else the next page, as the server's JSON text; valid until
     * the next call, none at the end. */
    std::optional<std::string_view> next_json()
    {
        return next_text(workosds_iterator_next_json);
    }

    std::optional<std::string_view> next_page_json()
    {
        return next_text(workosds_iterator_next_page_json);
    }

    /* For event loops: call until the answer is pending or done, and only then wait until fd() is readable.
     */
    progress try_next(View &record)
    {
        const progress progress = state_->step(false);
        record = state_->current;
        return progress;
    }

    progress try_next_json(std::string_view &json)
    {
        return try_text(workosds_iterator_next_json, false, json);
    }

    progress try_next_page_json(std::string_view &json)
    {
        return try_text(workosds_iterator_next_page_json, false, json);
    }

    int fd() const
    {
        return state_->owner.fd();
    }

    /* Where a later listing with the same query goes on, given as its `after` (or `before`). */
    std::string_view cursor() const noexcept
    {
        return detail::text(workosds_iterator_cursor(state_->owner.handle()));
    }

    /* From any thread or signal handler: the list ends with cancelled_error. */
    void cancel() const noexcept
    {
        workosds_iterator_cancel(state_->owner.handle());
    }

    workosds_iterator *handle() const noexcept
    {
        return state_->owner.handle();
    }

  private:
    /* Stays where it is when the list moves. */
    struct state {
        detail::iterator_owner owner;
        View current{};

        progress step(bool blocking)
        {
            const typename View::handle_type *record = nullptr;
            current = View();
            const progress progress =
                owner.step(blocking, [&](workosds_iterator *handle, workosds_error **error) {
                    return detail::functions<View>::next(handle, &record, error);
                });
            current = View(record);
            return progress;
        }

        bool advance()
        {
            return step(true) == progress::ready;
        }
    };

    template <class Next> progress try_text(Next next, bool blocking, std::string_view &json)
    {
        const char *text = nullptr;
        std::size_t length = 0;
        json = {};
        const progress progress =
            state_->owner.step(blocking, [&](workosds_iterator *handle, workosds_error **error) {
                return next(handle, &text, &length, error);
            });
        if (progress == progress::ready)
            json = std::string_view(text, length);
        return progress;
    }

    template <class Next> std::optional<std::string_view> next_text(Next next)
    {
        std::string_view json;
        return try_text(next, true, json) == progress::ready ? std::optional(json) : std::nullopt;
    }

    std::unique_ptr<state> state_;
};

/* A request without a record, driven by an event loop. */
class command
{
  public:
    command(workosds_iterator *handle, std::shared_ptr<const detail::hook> hook)
        : owner_(handle, std::move(hook))
    {
    }

    /* pending: wait until fd() is readable, then call again; done: the API accepted it. */
    progress try_finish()
    {
        return owner_.step(false, [](workosds_iterator *handle, workosds_error **error) {
            const char *none = nullptr;
            return workosds_iterator_next_json(handle, &none, nullptr, error);
        });
    }

    int fd() const
    {
        return owner_.fd();
    }

    void cancel() const noexcept
    {
        workosds_iterator_cancel(owner_.handle());
    }

  private:
    detail::iterator_owner owner_;
};

/* ---------------------------------------------------------------------------------------------
 * Client
 * ------------------------------------------------------------------------------------------ */

/* The way to the API. Lists outlive it. It moves and does not copy. */
class client
{
  public:
    /* The key is WORKOS_API_KEY's. */
    explicit client(const client_options &options = {}) : client(std::string(), options)
    {
    }

    explicit client(const std::string &api_key, const client_options &options = {})
        : hook_(options.on_attempt ? std::make_shared<const detail::hook>(options.on_attempt) : nullptr),
          handle_(nullptr, workosds_client_free)
    {
        const workosds_client_options translated = detail::translate(options, hook_.get());
        workosds_client *handle = nullptr;
        detail::call([&](workosds_error **error) {
            return workosds_client_new(detail::argument(api_key), &translated, &handle, error);
        });
        handle_.reset(handle);
    }

    list<directory_view> list_directories(const directory_query &query = {}) const
    {
        return start<list<directory_view>>(workosds_list_directories, query);
    }

    list<group_view> list_groups(const group_query &query) const
    {
        return start<list<group_view>>(workosds_list_groups, query);
    }

    list<user_view> list_users(const user_query &query) const
    {
        return start<list<user_view>>(workosds_list_users, query);
    }

    directory get_directory(const std::string &id) const
    {
        return fetch<directory_view>(workosds_get_directory, id);
    }

    group get_group(const std::string &id) const
    {
        return fetch<group_view>(workosds_get_group, id);
    }

    user get_user(const std::string &id) const
    {
        return fetch<user_view>(workosds_get_user, id);
    }

    /* Returns when the API has accepted it; the directory is gone a moment later. */
    void delete_directory(const std::string &id) const
    {
        detail::call([&](workosds_error **error) {
            return workosds_delete_directory(handle_.get(), detail::argument(id), error);
        });
    }

    void request_directory_sync(const std::string &id) const
    {
        detail::call([&](workosds_error **error) {
            return workosds_request_directory_sync(handle_.get(), detail::argument(id), error);
        });
    }

    /* The same for event loops: lists of one record, and commands. */
    list<directory_view> start_get_directory(const std::string &id) const
    {
        return start<list<directory_view>>(workosds_start_get_directory, id);
    }

    list<group_view> start_get_group(const std::string &id) const
    {
        return start<list<group_view>>(workosds_start_get_group, id);
    }

    list<user_view> start_get_user(const std::string &id) const
    {
        return start<list<user_view>>(workosds_start_get_user, id);
    }

    command start_delete_directory(const std::string &id) const
    {
        return start<command>(workosds_start_delete_directory, id);
    }

    command start_request_directory_sync(const std::string &id) const
    {
        return start<command>(workosds_start_request_directory_sync, id);
    }

    /* From any thread or signal handler: what is under way ends with cancelled_error. Calls begun afterwards
     * work. */
    void cancel() const noexcept
    {
        workosds_client_cancel(handle_.get());
    }

    void close_idle() const noexcept
    {
        workosds_client_close_idle(handle_.get());
    }

    workosds_client *handle() const noexcept
    {
        return handle_.get();
    }

  private:
    template <class Result, class Start> Result start(Start start, const std::string &id) const
    {
        return begin<Result>([&](workosds_iterator **iterator, workosds_error **error) {
            return start(handle_.get(), detail::argument(id), iterator, error);
        });
    }

    template <class Result, class Start, class Query> Result start(Start start, const Query &query) const
    {
        const auto translated = detail::translate(query);
        return begin<Result>([&](workosds_iterator **iterator, workosds_error **error) {
            return start(handle_.get(), &translated, iterator, error);
        });
    }

    template <class Result, class Start> Result begin(Start start) const
    {
        workosds_iterator *iterator = nullptr;
        detail::call([&](workosds_error **error) { return start(&iterator, error); });
        return Result(iterator, hook_);
    }

    template <class View, class Get> owned<View> fetch(Get get, const std::string &id) const
    {
        typename View::handle_type *record = nullptr;
        std::optional<owned<View>> result;
        detail::call([&](workosds_error **error) {
            const workosds_status status = get(handle_.get(), detail::argument(id), &record, error);
            result.emplace(record);
            return status;
        });
        return std::move(*result);
    }

    std::shared_ptr<const detail::hook> hook_;
    std::unique_ptr<workosds_client, void (*)(workosds_client *)> handle_;
};

/* ---------------------------------------------------------------------------------------------
 * Library
 * ------------------------------------------------------------------------------------------ */

/* Of the library that is loaded. */
inline std::string_view version() noexcept
{
    return workosds_version();
}

/* A time as the API writes it; none where the text is no time. */
inline std::optional<std::chrono::system_clock::time_point> timestamp(std::string_view text)
{
    std::int64_t time = 0;
    if (!workosds_timestamp_ms(std::string(text).c_str(), &time))
        return std::nullopt;
    return std::chrono::system_clock::time_point(milliseconds(time));
}

/* "Okta SCIM v2.0" for "okta scim v2.0"; empty for a type that is not known. */
inline std::string_view directory_type_display_name(std::string_view type)
{
    return detail::text(workosds_directory_type_display_name(std::string(type).c_str()));
}

} // namespace workosds

#endif /* WORKOSDS_HPP */
