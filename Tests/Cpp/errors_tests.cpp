// Errors: one class for each status, and what they tell.
#include <doctest/doctest.h>

#include <map>
#include <type_traits>
#include <typeinfo>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::sandbox_client;
using support::server;

TEST_CASE("an error tells what the answer told")
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

TEST_CASE("each status has a class of its own")
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

TEST_CASE("answers outside 2xx")
{
    const server server([](const std::string &head, int) {
        const std::size_t start = head.find("/directory_groups/") + 18;
        return server::answer("{}", head.substr(start, 3) + " Status");
    });
    const auto client = server.client(workosds::client_options().with_max_retries(0));
    for (const char *status : {"400", "401", "403", "404", "409", "422", "429", "500", "418"})
        CHECK_THROWS_AS(client.get_group(status), workosds::http_error);
    CHECK_THROWS_AS(client.get_group("400"), workosds::bad_request_error);
    CHECK_THROWS_AS(client.get_group("401"), workosds::authentication_error);
    CHECK_THROWS_AS(client.get_group("403"), workosds::permission_denied_error);
    CHECK_THROWS_AS(client.get_group("404"), workosds::not_found_error);
    CHECK_THROWS_AS(client.get_group("409"), workosds::conflict_error);
    CHECK_THROWS_AS(client.get_group("422"), workosds::unprocessable_error);
    CHECK_THROWS_AS(client.get_group("429"), workosds::rate_limited_error);
    CHECK_THROWS_AS(client.get_group("500"), workosds::server_error);
    CHECK_THROWS_AS(client.get_group("418"), workosds::api_error);
    CHECK(server.request_count() == 18);
    CHECK_FALSE(std::is_base_of_v<workosds::http_error, workosds::protocol_error>);
}

TEST_CASE("a long Retry-After ends the call at once")
{
    const server server([](const std::string &, int) {
        return server::answer("\"Ratelimited\"", "429 Too Many", "Retry-After: 120\r\n");
    });
    try {
        server.client().get_user("u");
        FAIL("no error");
    } catch (const workosds::rate_limited_error &error) {
        CHECK(error.retry_after() == std::chrono::seconds(120));
        CHECK(error.is_retryable());
    }
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

TEST_CASE("no answer")
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

TEST_CASE("a time limit")
{
    const server server([](const std::string &, int) { return std::nullopt; });
    const auto options =
        workosds::client_options().with_max_retries(0).with_request_timeout(workosds::milliseconds(50));
    CHECK_THROWS_AS(server.client(options).get_user("u"), workosds::request_timeout_error);
}

TEST_CASE("a cursor that comes again")
{
    const server server([](const std::string &, int) { return server::page("{\"id\":\"u\"}", "again"); });
    auto list = server.client().list_users(workosds::user_query().with_directory("d"));
    CHECK_THROWS_AS(while (list.next()){}, workosds::pagination_loop_error);
}
