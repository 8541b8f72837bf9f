// Clients returned by client::with: lifetime, headers, hooks, cancelling, threads.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "support/server.hpp"

using support::server;

static std::optional<std::string> one_user(const std::string &, int)
{
    return server::answer(R"({"id":"u1"})");
}

static workosds::client_options header(const char *name, const char *value)
{
    return workosds::client_options().with_header(name, value);
}

TEST_CASE("a derived client outlives the first one, and the first one a derived client")
{
    const server server(one_user);
    auto client = std::make_unique<workosds::client>(server.client());
    const auto derived = client->with(header("X-A", "1"));
    {
        const auto other = derived.with(header("X-B", "2"), "sk_other");
    }
    CHECK(client->get_user("u").id() == "u1");
    client.reset();
    CHECK(derived.get_user("u").id() == "u1");
    auto list = std::make_unique<workosds::client>(derived.with({}))->start_get_user("u");
    CHECK(list.next().has_value());
}

TEST_CASE("headers as a list")
{
    std::atomic<int> found{0};
    const server server([&](const std::string &head, int) {
        found += head.find("\r\nX-A: 1\r\nX-B: 2\r\n") != std::string::npos ? 1 : 0;
        return server::answer(R"({"id":"u1"})");
    });
    workosds::client_options options;
    options.headers = {{"X-A", "1"}, {"X-B", "2"}};
    const auto client = server.client();
    CHECK(client.with(options).get_user("u").id() == "u1");
    options.headers = {{"X-C", "3"}};
    CHECK(client.with(options).get_user("u").id() == "u1");
#if __cplusplus >= 202002L
    CHECK(client.with({.headers = {{"X-C", "3"}}}).get_user("u").id() == "u1");
#endif
    CHECK(found == 1);
}

TEST_CASE("a derived client inherits the hook, or has a different one")
{
    const server server(one_user);
    std::string seen;
    const auto see = [&](const std::string &name) {
        return [&, name](const workosds::attempt &attempt) {
            seen += name + std::string(attempt.header("x-a")) + std::string(attempt.header("X-B"));
            CHECK(attempt.header("X-None").data() == nullptr);
            CHECK(attempt.paced().count() == 0);
        };
    };
    auto client =
        std::make_unique<workosds::client>(server.client(header("X-A", "1").with_on_attempt(see("first"))));
    const auto derived = client->with(header("X-B", "2"));
    const auto other = client->with(workosds::client_options().with_on_attempt(see("second")));
    client.reset();
    derived.get_user("u");
    other.get_user("u");
    CHECK(seen == "first2second1");
}

TEST_CASE("cancelling one of two does not end the other's calls")
{
    std::atomic<bool> released{false};
    const server server([&](const std::string &, int) -> std::optional<std::string> {
        while (!released)
            std::this_thread::sleep_for(workosds::milliseconds(1));
        return server::answer(R"({"id":"u1"})");
    });
    const auto client = server.client();
    const auto derived = client.with({});
    std::thread canceller([&] {
        server.wait_for_requests(2);
        client.cancel();
    });
    std::thread call([&] {
        CHECK_THROWS_AS(client.get_user("u"), workosds::cancelled_error);
        released = true;
    });
    CHECK(derived.get_user("u").id() == "u1");
    call.join();
    canceller.join();
}

TEST_CASE("what a derived client cannot differ in")
{
    const server server(one_user);
    const auto client = server.client();
    using options = workosds::client_options;
    CHECK_THROWS_AS(client.with(options().with_no_proxy("*")), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.with(options().with_client_certificate("/dev/null")),
                    workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.with(header("X-A", "a\r\nb")), workosds::invalid_argument_error);
    CHECK_THROWS_AS(client.with({}, std::string("sk\0", 3)), workosds::invalid_argument_error);
    CHECK(server.request_count() == 0);
}
