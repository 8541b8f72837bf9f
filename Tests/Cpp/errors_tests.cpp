// Errors: one class for each status, and their members.
#include <doctest/doctest.h>

#include <map>
#include <type_traits>
#include <typeinfo>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::sandbox_client;
using support::server;

static_assert(std::is_base_of_v<workosds::http_error, workosds::not_found_error>);
static_assert(std::is_base_of_v<workosds::http_error, workosds::server_error>);
static_assert(!std::is_base_of_v<workosds::http_error, workosds::protocol_error>);

TEST_CASE("an error has the response's details")
{
    const auto client = sandbox_client();
    try {
        client.get_user("directory_user_none");
        FAIL("no error");
    } catch (const workosds::not_found_error &error) {
        CHECK(error.status() == WORKOSDS_ERROR_NOT_FOUND);
        CHECK(error.status_name() == "NOT_FOUND");
        CHECK(error.http_status() == 404);
        CHECK(error.code() == "entity_not_found");
        CHECK(error.request_id().substr(0, 4) == "req_");
        CHECK(error.retry_after() == std::nullopt);
        CHECK_FALSE(error.is_retryable());
        CHECK(error.body().value().find("directory_user_none") != std::string_view::npos);
        CHECK(error.json().find("\"NOT_FOUND\"") != std::string::npos);
        CHECK(std::string(error.what()).find("directory_user_none") != std::string::npos);
    }
}

TEST_CASE("each status has its own class")
{
    std::map<std::string, workosds_status> classes;
    for (std::size_t index = 0; index < workosds_status_count(); ++index) {
        const workosds_status status = workosds_status_at(index);
        if (status >= 0)
            continue;
        try {
            workosds::detail::check(status, nullptr);
            FAIL("no error");
        } catch (const workosds::error &error) {
            CHECK(error.status() == status);
            CHECK(typeid(error) != typeid(workosds::error));
            CHECK(classes.emplace(typeid(error).name(), status).second);
            CHECK(error.json().empty());
        }
    }
    CHECK(classes.size() == 19);
    CHECK_THROWS_AS(workosds::detail::check(-1000, nullptr), workosds::error);
}

TEST_CASE("errors are copied like any exception, and outlive everything")
{
    std::optional<workosds::error> kept;
    {
        const server server(
            [](const std::string &, int) { return server::answer("{\"code\":\"x\"}", "400 Bad"); });
        try {
            server.client().get_user("u");
        } catch (const workosds::error &error) {
            kept = error;
        }
    }
    REQUIRE(kept);
    CHECK(kept->code() == "x");
    CHECK(kept->body() == "{\"code\":\"x\"}");
}

TEST_CASE("no response")
{
    const server server([](const std::string &, int) { return ""; });
    try {
        server.client(workosds::client_options().with_max_retries(0)).get_user("u");
        FAIL("no error");
    } catch (const workosds::network_error &error) {
        CHECK(error.http_status() == 0);
        CHECK(error.body() == std::nullopt);
        CHECK(error.request_id().empty());
    }
}
