/*
 * libworkosds for C++17: workosds.h with RAII, ranges and exceptions. Header-only: this file and the folder
 * workosds/ next to it. Link with -lworkosds.
 *
 *     workosds::client client("sk_example_123456789");
 *     for (const auto &user : client.list_users({.directory = "directory_123"}))          // C++20
 *         std::cout << user.email() << '\n';
 *     for (const auto &user : client.list_users(workosds::user_query().with_directory("directory_123")))
 *         std::cout << user.email() << '\n';
 *
 * Errors.   A call that fails throws a class derived from workosds::error, one for each status of workosds.h.
 * Events.   client.list_events() lists events; verify_webhook() verifies a delivered one.
 * Records.  The elements of a list are views, valid until the next element is read or the list ends.
 *           workosds::user, group, directory and event own their data. A view converts to one by copying,
 * also when a container is filled from a list. A text that the server did not send is an empty view whose
 * data() is nullptr. Threads.  As in workosds.h: a client is thread-safe, a list is for one thread at a time.
 *
 * workosds.h documents each function, its limits and its errors under the same name.
 */
#ifndef WORKOSDS_HPP
#define WORKOSDS_HPP

#if __cplusplus < 201703L && (!defined(_MSVC_LANG) || _MSVC_LANG < 201703L)
#error "workosds.hpp needs C++17: compile with -std=c++17 or newer, or use workosds.h"
#endif

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workosds/client.hpp"
#include "workosds/webhook.hpp"

namespace workosds
{

/* The version of the loaded library. */
inline std::string_view version() noexcept
{
    return workosds_version();
}

/* Converts a time in the API's format; empty if the text is not a time. */
inline std::optional<std::chrono::system_clock::time_point> timestamp(std::string_view text)
{
    std::int64_t time = 0;
    if (!workosds_timestamp_ms(std::string(text).c_str(), &time))
        return std::nullopt;
    return std::chrono::system_clock::time_point(milliseconds(time));
}

/* "Okta SCIM v2.0" for "okta scim v2.0"; empty for an unknown type. */
inline std::string_view directory_type_display_name(std::string_view type)
{
    return detail::text(workosds_directory_type_display_name(std::string(type).c_str()));
}

} // namespace workosds

#endif /* WORKOSDS_HPP */
