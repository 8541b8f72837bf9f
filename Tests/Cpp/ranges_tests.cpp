// Containers made from a list contain records, not views that are no longer valid.
#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "support/server.hpp"

using support::server;
using users = workosds::list<workosds::user_view>;

static_assert(std::is_convertible_v<const workosds::user_view &, workosds::user>);
static_assert(!std::is_copy_constructible_v<workosds::user> && !std::is_copy_assignable_v<workosds::user>);
static_assert(std::is_same_v<std::iterator_traits<users::iterator>::value_type, workosds::user>);

static std::optional<std::string> three_users(const std::string &head, int)
{
    if (head.find("after=u2") == std::string::npos)
        return server::page(R"({"id":"u1","email":"1@example.com"},{"id":"u2","email":"2@example.com"})",
                            "u2");
    return server::page(R"({"id":"u3","email":"3@example.com"})");
}

static users list_users(const server &server)
{
    return server.client().list_users(workosds::user_query().with_directory("d"));
}

template <class Records> static std::vector<std::string> ids(const Records &records)
{
    std::vector<std::string> result;
    for (const auto &record : records)
        result.emplace_back(record.id());
    return result;
}

static const std::vector<std::string> expected{"u1", "u2", "u3"};

TEST_CASE("a vector of records")
{
    const server server(three_users);
    auto list = list_users(server);
    const std::vector<workosds::user> kept(list.begin(), list.end());
    CHECK(ids(kept) == expected);
    CHECK(kept[0].email() == "1@example.com");
}

TEST_CASE("a vector whose type is deduced")
{
    const server server(three_users);
    auto list = list_users(server);
    const std::vector kept(list.begin(), list.end());
    static_assert(std::is_same_v<decltype(kept), const std::vector<workosds::user>>);
    CHECK(ids(kept) == expected);
}

TEST_CASE("algorithms that copy")
{
    const server server(three_users);
    auto list = list_users(server);
    std::vector<workosds::user> kept;
    std::copy_if(list.begin(), list.end(), std::back_inserter(kept),
                 [](const workosds::user_view &user) { return user.id() != "u2"; });
    CHECK(ids(kept) == std::vector<std::string>{"u1", "u3"});
}

TEST_CASE("one record of a list")
{
    const server server(three_users);
    auto list = list_users(server);
    const workosds::user first = *list.begin();
    list.next();
    CHECK(first.id() == "u1");
    CHECK(workosds::user(workosds::user_view()).id().data() == nullptr);
}
