// Clients: arguments, options, commands, on_attempt, cancel, threads, moves.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::key;
using support::okta;
using support::sandbox_client;
using support::server;

static_assert(!std::is_copy_constructible_v<workosds::client>);
static_assert(std::is_nothrow_move_constructible_v<workosds::client>);

static std::optional<std::string> one_user(const std::string &, int)
{
    return server::answer(R"({"id":"u1"})");
}

TEST_CASE("arguments with a NUL are rejected before anything is sent")
{
    const server server(one_user);
    const auto client = server.client();
    const std::string nul("u\0x", 3);
    CHECK_THROWS_AS(client.get_user(nul), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.get_group(nul), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.get_directory(nul), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.delete_directory(nul), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.start_get_user(nul), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_users(workosds::user_query().with_directory(nul)),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_directories(workosds::directory_query().with_after(nul)),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(workosds::client{nul}, workosds::invalid_argument_error);
    CHECK(server.request_count() == 0);
}

TEST_CASE("invalid options are rejected")
{
    const auto client = sandbox_client();
    CHECK_THROWS_AS(client.list_users({}), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_groups({}), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_directories(workosds::directory_query().with_limit(0)),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_directories(workosds::directory_query().with_limit(101)),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_directories(workosds::directory_query().with_max_items(0)),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.list_directories(workosds::directory_query().with_order("up")),
                    workosds::invalid_argument_error);
    for (const char *id : {"", ".", ".."})
        CHECK_THROWS_AS(client.get_directory(id), workosds::invalid_argument_error);
    using options = workosds::client_options;
    CHECK_THROWS_AS(workosds::client(key, options().with_base_url("http://example.com")),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(workosds::client(key, options().with_request_timeout(workosds::milliseconds(0))),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(workosds::client(key, options().with_max_retries(101)), workosds::invalid_argument_error);
    CHECK_THROWS_AS(workosds::client(key, options().with_ca_file("/no/such/file")),
                    workosds::invalid_argument_error);
}

TEST_CASE("every rejection has a message")
{
    const auto message = [](auto call) {
        try {
            call();
        } catch (const workosds::error &error) {
            CHECK(error.json().find("\"message\"") != std::string::npos);
            return std::string(error.what());
        }
        return std::string();
    };
    const auto client = sandbox_client();
    CHECK(message([&] { client.list_users({}); }).find("directory") != std::string::npos);
    CHECK(message([&] { client.start_get_user(".."); }) != "");
    CHECK(message([&] { client.delete_directory("none"); }).find("404") != std::string::npos);
    CHECK(message([&] { client.request_directory_sync("none"); }).find("404") != std::string::npos);
    CHECK(message([&] { client.start_get_group("none").next(); }).find("404") != std::string::npos);
    CHECK(message([&] { workosds::client(key, workosds::client_options().with_max_retries(200)); }) != "");
}

TEST_CASE("all options")
{
    const auto options = workosds::client_options()
                             .with_base_url("http://example.com")
                             .with_allow_plain_http(true)
                             .with_app_name("myapp/1.2")
                             .with_proxy("http://127.0.0.1:1")
                             .with_no_proxy("*")
                             .with_connect_timeout(std::chrono::seconds(1))
                             .with_request_timeout(workosds::no_time_limit)
                             .with_call_timeout(std::chrono::minutes(1))
                             .with_max_retry_wait(std::chrono::seconds(1))
                             .with_max_response_bytes(1000)
                             .with_max_retries(0)
                             .with_directory_user_requests_per_second(workosds::unpaced)
                             .with_look_ahead(false)
                             .with_header("X-A", "1")
                             .with_no_headers()
                             .with_on_attempt([](const workosds::attempt &) {});
    CHECK_NOTHROW(workosds::client(key, options));
    CHECK_THROWS_AS(workosds::client(key, workosds::client_options()
                                              .with_client_certificate("/dev/null")
                                              .with_client_key("/dev/null")
                                              .with_client_key_passphrase("secret")
                                              .with_proxy_ca_file("/dev/null")),
                    workosds::invalid_argument_error);
#if __cplusplus >= 202002L
    CHECK_NOTHROW(workosds::client(key, {.base_url = "https://example.com", .max_retries = 0}));
#endif
}

// Waits for the end of a deletion, so that its event does not disturb later tests.
static bool is_gone(const workosds::client &client, const std::string &directory)
{
    try {
        for (int tries = 0; tries < 1000; ++tries) {
            client.get_directory(directory);
            std::this_thread::sleep_for(workosds::milliseconds(10));
        }
        return false;
    } catch (const workosds::not_found_error &) {
        return true;
    }
}

TEST_CASE("commands")
{
    const auto client = sandbox_client();
    std::string rippling;
    std::string google;
    for (const auto &directory : client.list_directories()) {
        if (directory.type() == "rippling scim v2.0")
            rippling = directory.id();
        if (directory.type() == "gsuite directory")
            google = directory.id();
    }
    CHECK_NOTHROW(client.delete_directory(rippling));
    CHECK(is_gone(client, rippling));
    CHECK_THROWS_AS(client.delete_directory("directory_none"), workosds::not_found_error);
    CHECK_NOTHROW(client.request_directory_sync(google));
    CHECK_THROWS_AS(client.request_directory_sync(google), workosds::rate_limited_error);
}

TEST_CASE("on_attempt sees each attempt")
{
    const server server([](const std::string &, int number) {
        if (number == 0)
            return server::answer("{}", "503 Busy", "Retry-After: 0\r\nX-Request-Id: req_1\r\n");
        return server::answer(R"({"id":"u1"})");
    });
    int calls = 0;
    const auto client =
        server.client(workosds::client_options().with_on_attempt([&](const workosds::attempt &attempt) {
            CHECK(attempt.number() == ++calls);
            CHECK(attempt.method() == "GET");
            CHECK(attempt.path() == "/directory_users/u");
            CHECK(attempt.http_status() == (calls == 1 ? 503 : 200));
            CHECK(attempt.status() == (calls == 1 ? WORKOSDS_ERROR_SERVER : WORKOSDS_OK));
            CHECK(attempt.wait().has_value() == (calls == 1));
            CHECK(attempt.request_id() == (calls == 1 ? "req_1" : ""));
            CHECK(attempt.elapsed().count() >= 0);
            CHECK(attempt.bytes() > 0);
        }));
    CHECK(client.get_user("u").id() == "u1");
    CHECK(calls == 2);
}

TEST_CASE("an exception of on_attempt ends the call")
{
    const server server([](const std::string &head, int) {
        return head.find("/u ") == std::string::npos ? server::page(R"({"id":"u1"},{"id":"u2"})", "next")
                                                     : server::answer(R"({"id":"u1"})");
    });
    bool throws = true;
    const auto client =
        server.client(workosds::client_options().with_on_attempt([&](const workosds::attempt &) {
            if (throws)
                throw std::domain_error("from the hook");
        }));
    CHECK_THROWS_AS(client.get_user("u"), std::domain_error);
    CHECK_THROWS_AS(client.delete_directory("u"), std::domain_error);
    auto list = client.list_users(workosds::user_query().with_directory("d"));
    CHECK_THROWS_AS(list.next(), std::domain_error);
    CHECK_THROWS_AS(list.next(), workosds::cancelled_error);
    throws = false;
    CHECK(client.get_user("u").id() == "u1");
}

TEST_CASE("lists outlive their client, with on_attempt")
{
    int calls = 0;
    auto list = sandbox_client(workosds::client_options().with_on_attempt([&](const workosds::attempt &) {
                    ++calls;
                })).list_users(workosds::user_query().with_directory(okta()));
    int count = 0;
    while (list.next())
        ++count;
    CHECK(count == 250);
    CHECK(calls == 3);
}

TEST_CASE("cancel from another thread")
{
    const server server([](const std::string &head, int) -> std::optional<std::string> {
        if (head.find("slow") != std::string::npos)
            return std::nullopt;
        return server::answer(R"({"id":"u1"})");
    });
    const auto client = server.client();
    std::thread canceller([&] {
        server.wait_for_requests(1);
        client.cancel();
    });
    CHECK_THROWS_AS(client.get_user("slow"), workosds::cancelled_error);
    canceller.join();
    CHECK(client.get_user("fast").id() == "u1");
    auto list = client.list_users(workosds::user_query().with_directory("slow"));
    canceller = std::thread([&] {
        server.wait_for_requests(3);
        list.cancel();
    });
    CHECK_THROWS_AS(list.next(), workosds::cancelled_error);
    canceller.join();
}

TEST_CASE("many threads on one client")
{
    const auto client = sandbox_client();
    okta();
    std::atomic<int> count{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&] {
            for (const auto &user : client.list_users(workosds::user_query().with_directory(okta())))
                count += user.id().empty() ? 0 : 1;
        });
    }
    for (auto &thread : threads)
        thread.join();
    CHECK(count == 8 * 250);
}

TEST_CASE("a client moves")
{
    auto client = sandbox_client();
    workosds::client moved = std::move(client);
    client = sandbox_client();
    moved.close_idle();
    CHECK(moved.get_directory(okta()).id() == okta());
    CHECK(client.get_directory(okta()).id() == okta());
}
