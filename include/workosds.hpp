/*
 * libworkosds for C++17: workosds.h with RAII, ranges and exceptions. Header-only: this file and the folder
 * workosds/ beside it; link with -lworkosds.
 *
 *     workosds::client client("sk_example_123456789");
 *     for (const auto &user : client.list_users({.directory = "directory_123"}))          // C++20
 *         std::cout << user.email() << '\n';
 *     for (const auto &user : client.list_users(workosds::user_query().with_directory("directory_123")))
 *         std::cout << user.email() << '\n';
 *
 * Errors.   A call that fails throws a class derived from workosds::error, one for each status of workosds.h.
 * Events    client.list_events() lists them; verify_webhook() checks one that was delivered.
 * Records   of a list are views, valid until the list moves on or ends. workosds::user, group, directory and
 *           event are records of your own: a view converts to one by copying, and so does a list that fills a
 *           container. A text that the server did not send is an empty view whose data() is nullptr.
 * Threads.  As in workosds.h: a client for any number of threads, a list for one at a time.
 *
 * What each function does in detail, its limits and its errors: workosds.h, under the same name.
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
