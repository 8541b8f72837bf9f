// Events: listing and following.
#include <doctest/doctest.h>

#include <poll.h>

#include <set>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::control;
using support::member;
using support::okta;
using support::sandbox_client;
using support::server;
using workosds::event_query;

// The id of the newest event; later ones come after it.
static std::string newest()
{
    std::string id;
    for (const auto &event : sandbox_client().list_events())
        id = event.id();
    return id;
}

TEST_CASE("all events, oldest first, over all pages")
{
    const auto client = sandbox_client();
    std::set<std::string> ids;
    std::set<std::string> types;
    std::string last;
    for (const auto &event : client.list_events()) {
        CHECK(last <= event.created_at());
        last = event.created_at();
        ids.emplace(event.id());
        types.emplace(event.type());
        CHECK(event.directory_id().substr(0, 10) == "directory_");
        CHECK(event.organization_id().substr(0, 4) == "org_");
        CHECK((event.user() || event.group() || event.directory()));
        CHECK(event.data_json().value().front() == '{');
    }
    CHECK(ids.size() > 1000);
    CHECK(types.count(WORKOSDS_EVENT_DSYNC_ACTIVATED) == 1);
    CHECK(types.count(WORKOSDS_EVENT_DSYNC_USER_CREATED) == 1);
    CHECK(types.count(WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED) == 1);
}

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

TEST_CASE("what cannot be asked for is refused, with nothing sent")
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

TEST_CASE("filters, order and max_items")
{
    const auto client = sandbox_client();
    int activated = 0;
    for (const auto &event :
         client.list_events(event_query().with_events({WORKOSDS_EVENT_DSYNC_ACTIVATED}).with_limit(5))) {
        CHECK(event.directory().value().state() == "active");
        CHECK(event.directory()->id() == event.directory_id());
        CHECK_FALSE(event.user());
        CHECK_FALSE(event.group());
        ++activated;
    }
    CHECK(activated > 10);
    const std::string organization(client.get_directory(okta()).organization_id());
    int count = 0;
    std::string last;
    for (const auto &event :
         client.list_events(event_query().with_organization_id(organization).with_max_items(150))) {
        CHECK(event.organization_id() == organization);
        CHECK(event.created_at() >= last);
        last = event.created_at();
        ++count;
    }
    CHECK(count == 150);
    for (const auto &event : client.list_events(
             event_query().with_range_start("2026-01-17T00:00:00Z").with_range_end("2026-01-18T00:00:00Z")))
        CHECK(event.created_at().substr(0, 10) == "2026-01-17");
}

TEST_CASE("following: what happens after a cursor, in order")
{
    const auto client = sandbox_client();
    const std::string start = newest();
    const std::string user =
        member(control("POST /_sandbox/users",
                       R"({"directory_id":")" + okta() +
                           R"(","email":"new@example.test","custom_attributes":{"seat":9}})"),
               "id");
    const std::string group = member(
        control("POST /_sandbox/groups", R"({"directory_id":")" + okta() + R"(","name":"Crew"})"), "id");
    const std::string both = R"({"group_id":")" + group + R"(","user_id":")" + user + R"("})";
    control("PATCH /_sandbox/users/" + user, R"({"email":"changed@example.test"})");
    control("POST /_sandbox/memberships", both);

    auto events = client.list_events(event_query().with_after(start));
    auto event = events.next();
    REQUIRE(event);
    CHECK(event->type() == WORKOSDS_EVENT_DSYNC_USER_CREATED);
    CHECK(event->directory_id() == okta());
    CHECK(event->user().value().id() == user);
    CHECK(event->user()->email() == "new@example.test");
    CHECK(event->user()->custom_attribute<int>("seat") == 9);
    CHECK_FALSE(event->previous_attributes_json());
    event = events.next();
    CHECK(event.value().type() == WORKOSDS_EVENT_DSYNC_GROUP_CREATED);
    CHECK(event->group().value().name() == "Crew");
    event = events.next();
    CHECK(event.value().type() == WORKOSDS_EVENT_DSYNC_USER_UPDATED);
    CHECK(event->user().value().email() == "changed@example.test");
    CHECK(event->previous_attributes_json().value().find(R"("email":"new@example.test")") !=
          std::string::npos);
    event = events.next();
    CHECK(event.value().type() == WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED);
    CHECK(event->user().value().id() == user);
    CHECK(event->group().value().id() == group);
    CHECK(events.cursor() == event->id());
    CHECK(events.next() == std::nullopt);

    const std::string cursor(events.cursor());
    CHECK(cursor == newest());
    auto nothing = client.list_events(event_query().with_after(cursor));
    CHECK(nothing.next() == std::nullopt);
    CHECK(nothing.cursor() == cursor);
    control("DELETE /_sandbox/memberships", both);
    control("DELETE /_sandbox/users/" + user, "");
    control("DELETE /_sandbox/groups/" + group, "");
    std::vector<std::string> types;
    for (const auto &later : client.list_events(event_query().with_after(cursor)))
        types.emplace_back(later.type());
    CHECK(types == std::vector<std::string>{WORKOSDS_EVENT_DSYNC_GROUP_USER_REMOVED,
                                            WORKOSDS_EVENT_DSYNC_USER_DELETED,
                                            WORKOSDS_EVENT_DSYNC_GROUP_DELETED});
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
