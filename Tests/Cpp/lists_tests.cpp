// Lists: ranges, pages, cursors, texts, event loops.
#include <doctest/doctest.h>

#include <poll.h>

#include <algorithm>
#include <set>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::okta;
using support::sandbox_client;
using support::server;
using users = workosds::list<workosds::user_view>;

static_assert(!std::is_copy_constructible_v<users> && std::is_nothrow_move_constructible_v<users>);
#if __cplusplus >= 202002L
static_assert(std::input_iterator<users::iterator> && std::sentinel_for<users::iterator, users::iterator>);
static_assert(std::ranges::input_range<users>);
#endif

// Two pages of one user.
static std::optional<std::string> two_pages(const std::string &head, int)
{
    if (head.find("after=u1") == std::string::npos)
        return server::page(R"({"id":"u1"})", "u1");
    return server::page(R"({"id":"u2"})");
}

TEST_CASE("a list is a range over all pages")
{
    const auto client = sandbox_client();
    std::set<std::string> ids;
    for (const auto &user : client.list_users(workosds::user_query().with_directory(okta()).with_limit(40)))
        ids.emplace(user.id());
    CHECK(ids.size() == 250);

#if __cplusplus >= 202002L
    int count = 0;
    for (const auto &user : client.list_users({.directory = okta(), .limit = 40, .max_items = 90}))
        count += user.id().empty() ? 0 : 1;
    CHECK(count == 90);
#endif
}

TEST_CASE("a list works with algorithms")
{
    auto list = sandbox_client().list_users(workosds::user_query().with_directory(okta()));
    const auto inactive = std::count_if(
        list.begin(), list.end(), [](const workosds::user_view &user) { return user.state() != "active"; });
    CHECK(inactive == 27);
    CHECK(list.next() == std::nullopt);
}

TEST_CASE("nothing is sent before the first record, and the list may move")
{
    const server server(two_pages);
    auto list = server.client().list_users(workosds::user_query().with_directory("d"));
    CHECK(server.request_count() == 0);
    CHECK(list.next()->id() == "u1");
    CHECK(list.cursor() == "u1");
    auto position = list.begin();
    users moved = std::move(list);
    CHECK(position->id() == "u2");
    ++position;
    CHECK(position == moved.end());
    CHECK(moved.cursor().empty());
    CHECK(server.requests()[1] == "GET /directory_users?limit=100&order=desc&after=u1&directory=d");
}

TEST_CASE("texts of records and pages")
{
    const server server(
        [](const std::string &, int) { return server::page(R"({"id":"a"},{"id":"b"},{"id":"c"})"); });
    auto list = server.client().list_users(workosds::user_query().with_directory("d"));
    CHECK(list.next_json() == R"({"id":"a"})");
    CHECK(list.next_page_json() == R"([{"id":"b"},{"id":"c"}])");
    CHECK(list.next_page_json() == std::nullopt);
    CHECK(list.next_json() == std::nullopt);
}

template <class Source, class Take> static int drive(Source &source, Take take)
{
    for (int steps = 0;; ++steps) {
        switch (take()) {
        case workosds::progress::done:
            return steps;
        case workosds::progress::ready:
            break;
        case workosds::progress::pending:
            pollfd waiting = {source.fd(), POLLIN, 0};
            REQUIRE(poll(&waiting, 1, 20000) == 1);
        }
    }
}

TEST_CASE("driven by a descriptor")
{
    const auto client = sandbox_client();
    auto list = client.list_users(workosds::user_query().with_directory(okta()));
    const int fd = list.fd();
    int count = 0;
    workosds::user_view user;
    drive(list, [&] {
        const auto progress = list.try_next(user);
        count += progress == workosds::progress::ready ? 1 : 0;
        CHECK(user.id().empty() == (progress != workosds::progress::ready));
        return progress;
    });
    CHECK(count == 250);
    CHECK(list.fd() == fd);

    auto pages = client.list_users(workosds::user_query().with_directory(okta()));
    std::size_t bytes = 0;
    drive(pages, [&] {
        std::string_view json;
        const auto progress = pages.try_next_page_json(json);
        bytes += json.size();
        return progress;
    });
    CHECK(bytes > 100000);
}

TEST_CASE("one record, driven by a descriptor, then waited for")
{
    const auto client = sandbox_client();
    auto directory = client.start_get_directory(okta());
    workosds::directory_view found;
    CHECK(directory.try_next(found) == workosds::progress::pending);
    CHECK(directory.next().value().id() == okta());
    CHECK(directory.next() == std::nullopt);
    auto groups = client.list_groups(workosds::group_query().with_directory(okta()));
    const std::string group(groups.next().value().id());
    CHECK(client.start_get_group(group).next().value().id() == group);
    CHECK_THROWS_AS(client.start_get_user("nobody").next(), workosds::not_found_error);
}

TEST_CASE("commands, driven by a descriptor")
{
    const server server([](const std::string &head, int) {
        return head.find("none") == std::string::npos ? server::answer("{}", "202 Accepted")
                                                      : server::answer("{}", "404 None");
    });
    const auto client = server.client();
    auto deletion = client.start_delete_directory("d");
    CHECK(drive(deletion, [&] { return deletion.try_finish(); }) > 0);
    auto sync = client.start_request_directory_sync("d");
    drive(sync, [&] { return sync.try_finish(); });
    CHECK(server.requests() == std::vector<std::string>{"DELETE /directories/d", "POST /directories/d/sync"});
    auto missing = client.start_delete_directory("none");
    CHECK_THROWS_AS(drive(missing, [&] { return missing.try_finish(); }), workosds::not_found_error);
    auto cancelled = client.start_delete_directory("d");
    cancelled.cancel();
    CHECK_THROWS_AS(cancelled.try_finish(), workosds::cancelled_error);
}
