// Events: the C++ query, and event loops.
#include <doctest/doctest.h>

#include <poll.h>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::sandbox_client;
using support::server;
using workosds::event_query;

TEST_CASE("all parameters arrive")
{
    const server server([](const std::string &, int) { return server::page(""); });
    const auto client = server.client();
    const auto query =
        event_query()
            .with_events({WORKOSDS_EVENT_DSYNC_USER_CREATED, WORKOSDS_EVENT_DSYNC_USER_DELETED, "x.y"})
            .with_organization_id("org_1")
            .with_range_end("2026-01-31T00:00:00Z")
            .with_limit(7)
            .with_after("event_0")
            .with_order("asc");
    CHECK(client.list_events(query).next() == std::nullopt);
    CHECK(server.requests().front() ==
          "GET /events?limit=7&order=asc&after=event_0&events=dsync.user.created,dsync.user.deleted,x.y&"
          "organization_id=org_1&range_end=2026-01-31T00%3A00%3A00Z");
#if __cplusplus >= 202002L
    CHECK(client.list_events({.events = {"dsync.deleted"}, .limit = 3}).next() == std::nullopt);
    CHECK(server.requests().back() == "GET /events?limit=3&order=asc&events=dsync.deleted");
#endif
}

TEST_CASE("invalid queries are rejected, and nothing is sent")
{
    const server server([](const std::string &, int) { return server::page(""); });
    const auto client = server.client();
    const std::string nul("e\0x", 3);
    const std::vector<event_query> refused = {
        event_query().with_limit(0),          event_query().with_limit(101),
        event_query().with_max_items(0),      event_query().with_max_items(-1),
        event_query().with_order("newest"),   event_query().with_events({""}),
        event_query().with_events({nul}),     event_query().with_events({"dsync.deleted", ""}),
        event_query().with_after(nul),        event_query().with_organization_id(nul),
        event_query().with_range_start(nul),  event_query().with_range_end(nul),
        event_query().with_after("\xff\xfe"), event_query().with_events({"\xc3("}),
    };
    for (const auto &query : refused)
        CHECK_THROWS_AS(client.list_events(query), workosds::invalid_argument_error);
    CHECK(server.request_count() == 0);
}

TEST_CASE("driven by a descriptor")
{
    auto events = sandbox_client().list_events(event_query().with_max_items(250));
    workosds::event_view event;
    int count = 0;
    for (;;) {
        const auto progress = events.try_next(event);
        if (progress == workosds::progress::done)
            break;
        if (progress == workosds::progress::ready) {
            CHECK_FALSE(event.id().empty());
            ++count;
            continue;
        }
        pollfd waiting = {events.fd(), POLLIN, 0};
        REQUIRE(poll(&waiting, 1, 20000) == 1);
    }
    CHECK(count == 250);
}
