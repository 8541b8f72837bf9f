/* Webhooks: verifying, and signing for tests of a receiver. */
#ifndef WORKOSDS_WEBHOOK_HPP
#define WORKOSDS_WEBHOOK_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "event.hpp"

namespace workosds
{

using time_point = std::chrono::system_clock::time_point;

inline constexpr milliseconds default_tolerance{WORKOSDS_DEFAULT_TOLERANCE}; /* three minutes */

namespace detail
{

inline std::int64_t since_1970(const std::optional<time_point> &now)
{
    if (!now)
        return WORKOSDS_NOW;
    const std::int64_t time = std::chrono::duration_cast<milliseconds>(now->time_since_epoch()).count();
    if (time < 0)
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, "now must not be before 1970");
    return time;
}

} // namespace detail

/* Verifies a webhook's body, exactly as received, with its WorkOS-Signature header, and returns its event.
 * Throws signature_error if the signature or its time is invalid, and protocol_error if the signed body is
 * not an event. tolerance is how far that time may be from now, either way. A webhook may be delivered more
 * than once: remember ids. */
inline event verify_webhook(std::string_view payload, const std::string &signature_header,
                            const std::string &secret, milliseconds tolerance = default_tolerance,
                            const std::optional<time_point> &now = {})
{
    /* The header is untrusted: a NUL in it is a signature error, not an invalid argument. */
    if (signature_header.find('\0') != std::string::npos)
        throw signature_error(WORKOSDS_ERROR_SIGNATURE, "the signature header contains a NUL");
    workosds_event *handle = nullptr;
    detail::call([&](workosds_error **error) {
        return workosds_webhook_verify(payload.data(), payload.size(), signature_header.c_str(),
                                       detail::argument(secret), tolerance.count(), detail::since_1970(now),
                                       &handle, error);
    });
    return event(handle);
}

/* Returns the header for a payload. */
inline std::string sign_webhook(std::string_view payload, const std::string &secret,
                                const std::optional<time_point> &now = {})
{
    const auto header = detail::take(workosds_webhook_sign(
        payload.data(), payload.size(), detail::argument(secret), detail::since_1970(now)));
    if (!header)
        throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT, "the secret must not be empty");
    return *header;
}

} // namespace workosds

#endif /* WORKOSDS_WEBHOOK_HPP */
