/* Queries: what to list. */
#ifndef WORKOSDS_QUERY_HPP
#define WORKOSDS_QUERY_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "error.hpp"

namespace workosds
{

/* limit is the page size, 1 to 100; max_items limits the number of records. */
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

/* The groups of a directory or of a user. */
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

/* The users of a directory, of a group, or of both; idp_id and email filter within a directory. */
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

/* Events, always oldest first. */
struct event_query {
    std::vector<std::string> events = {}; /* WORKOSDS_EVENT_...; empty for all of them */
    std::string organization_id = {};
    std::string range_start = {}; /* times in ISO 8601; not together with after */
    std::string range_end = {};
    std::optional<int> limit = {};
    std::optional<std::int64_t> max_items = {};
    std::string after = {}; /* the id of the last event that was processed */
    std::string order = {}; /* has no effect: always oldest first */

    // clang-format off
    event_query &with_events(std::vector<std::string> value) { events = std::move(value); return *this; }
    event_query &with_organization_id(std::string value) { organization_id = std::move(value); return *this; }
    event_query &with_range_start(std::string value) { range_start = std::move(value); return *this; }
    event_query &with_range_end(std::string value) { range_end = std::move(value); return *this; }
    event_query &with_limit(int value) { limit = value; return *this; }
    event_query &with_max_items(std::int64_t value) { max_items = value; return *this; }
    event_query &with_after(std::string value) { after = std::move(value); return *this; }
    event_query &with_order(std::string value) { order = std::move(value); return *this; }
    // clang-format on
};

namespace detail
{

/* The common members of all queries. */
template <class Result, class Query> void translate_paging(Result &result, const Query &query)
{
    result.limit = given(query.limit, "limit");
    result.max_items = given(query.max_items, "max_items");
    result.after = argument(query.after);
    result.order = argument(query.order);
}

inline workosds_directory_query translate(const directory_query &query)
{
    workosds_directory_query result = WORKOSDS_DIRECTORY_QUERY_INIT;
    translate_paging(result, query);
    result.before = argument(query.before);
    result.organization_id = argument(query.organization_id);
    result.search = argument(query.search);
    return result;
}

inline workosds_group_query translate(const group_query &query)
{
    workosds_group_query result = WORKOSDS_GROUP_QUERY_INIT;
    translate_paging(result, query);
    result.before = argument(query.before);
    result.directory = argument(query.directory);
    result.user = argument(query.user);
    return result;
}

inline workosds_user_query translate(const user_query &query)
{
    workosds_user_query result = WORKOSDS_USER_QUERY_INIT;
    translate_paging(result, query);
    result.before = argument(query.before);
    result.directory = argument(query.directory);
    result.group = argument(query.group);
    result.idp_id = argument(query.idp_id);
    result.email = argument(query.email);
    return result;
}

/* Joined with commas. An empty name would mean the default, all events. */
inline std::string joined(const std::vector<std::string> &names)
{
    std::string result;
    for (const std::string &name : names) {
        if (name.empty())
            throw invalid_argument_error(WORKOSDS_ERROR_INVALID_ARGUMENT,
                                         "an event's name must not be empty");
        result += result.empty() ? name : ',' + name;
    }
    return result;
}

/* Owns the text that the C struct points to. */
struct translated_event_query : workosds_event_query {
    explicit translated_event_query(const event_query &query)
        : workosds_event_query(WORKOSDS_EVENT_QUERY_INIT), names(joined(query.events))
    {
        translate_paging(*this, query);
        events = argument(names);
        organization_id = argument(query.organization_id);
        range_start = argument(query.range_start);
        range_end = argument(query.range_end);
    }

    translated_event_query(const translated_event_query &) = delete;

    const std::string names;
};

inline translated_event_query translate(const event_query &query)
{
    return translated_event_query(query);
}

} // namespace detail

} // namespace workosds

#endif /* WORKOSDS_QUERY_HPP */
