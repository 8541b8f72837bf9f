// The lifetime of events. For their content see Tests/Behaviour.
#include <doctest/doctest.h>

#include <optional>
#include <thread>

#include "support/server.hpp"

using support::server;

static_assert(!std::is_copy_constructible_v<workosds::event> &&
              std::is_nothrow_move_constructible_v<workosds::event>);
static_assert(std::is_trivially_copyable_v<workosds::event_view>);

static std::string one_event(const std::string &type, const std::string &data, const std::string &more = "")
{
    return R"({"object":"event","id":"event_1","event":")" + type +
           R"(","created_at":"2026-01-02T03:04:05.678Z","data":)" + data + more + "}";
}

TEST_CASE("an empty view")
{
    const workosds::event_view nothing;
    CHECK(nothing.id().empty());
    CHECK(nothing.json().empty());
    CHECK_FALSE(nothing.user());
    CHECK_FALSE(nothing.data_json());
    CHECK(nothing.copy().type().empty());
}

TEST_CASE("copies outlive list and client, move, and may be read by other threads")
{
    std::optional<workosds::event> kept;
    std::optional<workosds::user> user;
    {
        const server server([](const std::string &, int) {
            return server::page(
                one_event(WORKOSDS_EVENT_DSYNC_USER_UPDATED,
                          R"({"id":"u","email":"a@x","previous_attributes":{"email":null}})"));
        });
        auto events = server.client().list_events();
        kept = events.next().value().copy();
        user = kept->user().value().copy();
    }
    workosds::event moved = std::move(*kept);
    CHECK(kept->id().empty());
    CHECK_FALSE(kept->user());
    CHECK(kept->json().empty());
    *kept = moved.copy();
    std::thread([&] { CHECK(moved.user().value().email() == "a@x"); }).join();
    moved = std::move(*kept);
    kept.reset();
    CHECK(moved.previous_attributes_json() == R"({"email":null})");
    {
        const workosds::event gone = std::move(moved);
    }
    CHECK(user->email() == "a@x");
}

TEST_CASE("records before an error come first; on_attempt's exception ends the list")
{
    const server server([](const std::string &request, int) {
        if (request.find("after=") == std::string::npos)
            return server::page(one_event("dsync.deleted", "{}"), "event_1");
        return server::answer(R"({"message":"no"})", "422 Unprocessable");
    });
    auto events = server.client().list_events();
    CHECK(events.next().value().id() == "event_1");
    CHECK_THROWS_AS(events.next(), workosds::unprocessable_error);
    CHECK(events.cursor() == "event_1");
    const auto throwing = workosds::client_options().with_on_attempt(
        [](const workosds::attempt &) { throw std::domain_error("from the hook"); });
    auto ended = server.client(throwing).list_events();
    CHECK_THROWS_AS(ended.next(), std::domain_error);
    CHECK_THROWS_AS(ended.next(), workosds::cancelled_error);
}
