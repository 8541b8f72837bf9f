/* Exceptions: workosds::error, and a derived class for each status of workosds.h. */
#ifndef WORKOSDS_ERROR_HPP
#define WORKOSDS_ERROR_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "../workosds.h"

namespace workosds
{

using milliseconds = std::chrono::milliseconds;

namespace detail
{

inline std::string_view text(const char *text) noexcept
{
    return text != nullptr ? std::string_view(text) : std::string_view();
}

/* Takes ownership of a string allocated by the library. */
inline std::optional<std::string> take(char *given)
{
    const std::unique_ptr<char, void (*)(char *)> text(given, workosds_string_free);
    return text ? std::optional(std::string(text.get())) : std::nullopt;
}

} // namespace detail

/* Why a call failed. what() is one line for people. */
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

    /* 0 if there was no response. */
    int http_status() const noexcept
    {
        return workosds_error_http_status(details_.get());
    }

    /* The API's code and the X-Request-Id; empty if it sent none. */
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

    /* Whether the same call may succeed later. */
    bool is_retryable() const noexcept
    {
        return workosds_error_is_retryable(details_.get()) != 0;
    }

    /* The response body, exactly as sent; empty if there was no response. */
    std::optional<std::string_view> body() const noexcept
    {
        std::size_t length = 0;
        const char *bytes = workosds_error_body(details_.get(), &length);
        return bytes != nullptr ? std::optional(std::string_view(bytes, length)) : std::nullopt;
    }

    /* The error with its field errors as a JSON object; empty for an argument rejected by this header. */
    std::string json() const
    {
        return detail::take(workosds_error_json(details_.get())).value_or(std::string());
    }

  private:
    workosds_status status_;
    std::shared_ptr<const workosds_error> details_;
};

/* An HTTP status outside 2xx: the base of the classes for HTTP errors. */
struct http_error : error {
    using error::error;
};

// clang-format off
struct invalid_argument_error : error { using error::error; };
struct authentication_error : http_error { using http_error::http_error; };
struct permission_denied_error : http_error { using http_error::http_error; };
struct not_found_error : http_error { using http_error::http_error; };
struct conflict_error : http_error { using http_error::http_error; };
struct bad_request_error : http_error { using http_error::http_error; };
struct unprocessable_error : http_error { using http_error::http_error; };
struct rate_limited_error : http_error { using http_error::http_error; };
struct server_error : http_error { using http_error::http_error; };
struct api_error : http_error { using http_error::http_error; };
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

/* C would read the text up to a NUL only, which could be another id. */
inline const char *argument(const std::string &text)
{
    if (text.find('\0') != std::string::npos)
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, "an argument must not contain a NUL");
    return text.c_str();
}

/* 0 means the default to the library, so an explicit 0 is rejected unless it can mean "none". */
template <class Number> Number given(const std::optional<Number> &value, const char *name)
{
    if (value && *value == Number(0))
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, std::string(name) + " must not be 0");
    return value.value_or(Number(0));
}

/* The exception of on_attempt on this thread. It must not unwind the library's frames. */
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

/* Throws the exception of on_attempt, or else the error for a status. */
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

/* Calls a function of the library with the address for its error. */
template <class Function> workosds_status call(Function function)
{
    workosds_error *error = nullptr;
    const workosds_status status = function(&error);
    return check(status, error);
}

} // namespace detail

} // namespace workosds

#endif /* WORKOSDS_ERROR_HPP */
