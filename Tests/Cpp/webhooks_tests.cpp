// Webhooks: what verifies, and what must not.
#include <doctest/doctest.h>

#include <mutex>
#include <optional>
#include <thread>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::control;
using support::member;
using support::okta;
using support::sandbox_client;
using support::server;
using workosds::milliseconds;
using workosds::sign_webhook;
using workosds::verify_webhook;

static const std::string secret = "whsec_test_0123456789abcdef";

static workosds::time_point at(std::int64_t time)
{
    return workosds::time_point(milliseconds(time));
}

static const std::string user_created =
    R"({"id":"event_01FKJ843CVE8F7BXQSPFH0M53V","event":"dsync.user.created","data":{"object":"directory_user",)"
    R"("id":"directory_user_01E1X1B89NH8Z3SDFJR4H7RGX7","directory_id":"directory_01ECAZ4NV9QMV47GW873HDCX74",)"
    R"("idp_id":"8931","email":"lela.block@example.com","first_name":"Lela","last_name":"Block",)"
    R"("state":"active","custom_attributes":{"department":"Engineering"},"created_at":"2021-06-25T19:07:33.155Z",)"
    R"("updated_at":"2021-06-25T19:07:33.155Z"},"created_at":"2021-06-25T19:07:33.155Z"})";
// The digests were computed by another implementation of HMAC.
static const std::string digest = "f67d0e698226fd6e10a5f597687614fd858d87723aa1a80c3b6bc45d67dfada3";
static constexpr std::int64_t signed_at = 1735689600000;
static const std::string header = "t=1735689600000, v1=" + digest;

static workosds::event verify(const std::string &payload, const std::string &signature_header)
{
    return verify_webhook(payload, signature_header, secret, workosds::default_tolerance, at(signed_at));
}

TEST_CASE("known signatures")
{
    CHECK(sign_webhook("{}", "secret", at(1700000000000)) ==
          "t=1700000000000, v1=8399216d111287e3bb28e25c0f4f31dffdf831c68c9ee2b96c2f67c9b81d341b");
    CHECK(sign_webhook(R"({"name":"Zoë Müller 日本","emoji":"🙂"})", "whsec_ünïcode",
                       at(1735689600001)) ==
          "t=1735689600001, v1=dbb4effe8a26ea4d098c5420146cb836060d9bcddc42a037a0da7212c0a21c1a");
    CHECK(sign_webhook({}, secret, at(1735689600003)) ==
          "t=1735689600003, v1=9102d1e5eae594fd3cee32304f1b8b2c351412095edba7de39ddcd604b41c7ea");
    CHECK(sign_webhook(user_created, secret, at(signed_at)) == header);
    const auto event = verify(user_created, header);
    CHECK(event.id() == "event_01FKJ843CVE8F7BXQSPFH0M53V");
    CHECK(event.type() == WORKOSDS_EVENT_DSYNC_USER_CREATED);
    CHECK(event.user().value().email() == "lela.block@example.com");
    CHECK(event.user()->custom_attribute<std::string>("department") == "Engineering");
}

TEST_CASE("what the sandbox delivers verifies, and is the event that is listed")
{
    std::mutex mutex;
    std::vector<std::string> deliveries;
    const server receiver([&](const std::string &request, int) {
        const std::lock_guard lock(mutex);
        deliveries.push_back(request);
        return server::answer("");
    });
    const std::string endpoint =
        member(control("POST /_sandbox/webhooks",
                       R"({"url":")" + receiver.url() + R"(/","secret":")" + secret + R"("})"),
               "id");
    const std::string user =
        member(control("POST /_sandbox/users",
                       R"({"directory_id":")" + okta() + R"(","first_name":"Zoë","email":null})"),
               "id");
    receiver.wait_for_requests(1);
    control("DELETE /_sandbox/users/" + user, "");
    receiver.wait_for_requests(2);
    control("DELETE /_sandbox/webhooks/" + endpoint, "");
    const std::lock_guard lock(mutex);
    std::vector<std::string> listed;
    for (const auto &event : sandbox_client().list_events())
        listed.push_back(event.json());
    REQUIRE(listed.size() >= 2);
    for (std::size_t number = 0; number < 2; ++number) {
        const std::string &request = deliveries.at(number);
        const std::size_t start = request.find("WorkOS-Signature: ") + 18;
        const std::string signature = request.substr(start, request.find("\r\n", start) - start);
        const std::string body = request.substr(request.find("\r\n\r\n") + 4);
        const auto event = verify_webhook(body, signature, secret);
        CHECK(event.json() == listed.at(listed.size() - 2 + number));
        CHECK(event.user().value().id() == user);
        CHECK(event.user()->first_name() == "Zoë");
        CHECK_THROWS_AS(verify_webhook(body, signature, "another"), workosds::signature_error);
        CHECK_THROWS_AS(verify_webhook(body + "\n", signature, secret), workosds::signature_error);
    }
}

TEST_CASE("every byte of the payload counts")
{
    for (std::size_t index = 0; index < user_created.size(); ++index) {
        std::string changed = user_created;
        changed[index] = static_cast<char>(changed[index] ^ 1);
        CHECK_THROWS_AS(verify(changed, header), workosds::signature_error);
        changed = user_created;
        changed.erase(index, 1);
        CHECK_THROWS_AS(verify(changed, header), workosds::signature_error);
    }
}

TEST_CASE("forms of the header")
{
    const std::string zeros(64, '0');
    for (const std::string &good : {"t=1735689600000,v1=" + digest, "v1=" + digest + ",t=1735689600000",
                                    " v0=a , v1=" + digest + " ,\tt=1735689600000 , x",
                                    "t=1735689600000, v1=" + zeros + ", v1=" + digest})
        CHECK_NOTHROW(verify(user_created, good));
    for (const std::string &bad : {std::string(),
                                   std::string(",,,"),
                                   std::string("t="),
                                   std::string("t=1735689600000"),
                                   "v1=" + digest,
                                   "t=1735689600001, v1=" + digest,
                                   "t=1735689600000, v0=" + digest,
                                   "t=abc, v1=" + digest,
                                   "t=-1735689600000, v1=" + digest,
                                   "t=99999999999999999999999, v1=" + digest,
                                   "t=1735689600000, t=1735689600000, v1=" + digest,
                                   header + "0",
                                   header.substr(0, header.size() - 1),
                                   "t=1735689600000, v1=" + zeros,
                                   "\xff\xfe" + header,
                                   header + '\0',
                                   header + std::string("\0, v1=x", 7),
                                   std::string(1, '\0') + header,
                                   std::string(1000000, 't'),
                                   std::string(300000, ',') + "t=1"})
        CHECK_THROWS_AS(verify(user_created, bad), workosds::signature_error);
}

TEST_CASE("the tolerance goes both ways")
{
    const auto check = [](milliseconds tolerance, std::int64_t off) {
        verify_webhook(user_created, header, secret, tolerance, at(signed_at + off));
    };
    CHECK_NOTHROW(check(workosds::default_tolerance, 180000));
    CHECK_NOTHROW(check(workosds::default_tolerance, -180000));
    CHECK_THROWS_AS(check(workosds::default_tolerance, 180001), workosds::signature_error);
    CHECK_THROWS_AS(check(workosds::default_tolerance, -180001), workosds::signature_error);
    CHECK_NOTHROW(check(milliseconds(0), 0));
    CHECK_THROWS_AS(check(milliseconds(0), 1), workosds::signature_error);
    CHECK_NOTHROW(check(std::chrono::hours(1), 3600000));
    CHECK_NOTHROW(verify_webhook(user_created, header, secret, milliseconds::max()));
    CHECK_THROWS_AS(verify_webhook(user_created, header, secret), workosds::signature_error);
    CHECK_NOTHROW(verify_webhook(user_created, sign_webhook(user_created, secret), secret));
    CHECK_THROWS_AS(check(milliseconds(-2), 0), workosds::invalid_argument_error);
    CHECK_THROWS_AS(verify_webhook(user_created, header, secret, milliseconds(0), at(-1)),
                    workosds::invalid_argument_error);
}

TEST_CASE("a secret that is being changed is tried for each of the two")
{
    const std::string signature = sign_webhook(user_created, "new");
    CHECK_THROWS_AS(verify_webhook(user_created, signature, "old"), workosds::signature_error);
    CHECK(verify_webhook(user_created, signature, "new").user().has_value());
    for (const std::string &bad : {std::string(), std::string("new\0", 4)}) {
        CHECK_THROWS_AS(verify_webhook(user_created, signature, bad), workosds::invalid_argument_error);
        CHECK_THROWS_AS(sign_webhook(user_created, bad), workosds::invalid_argument_error);
    }
}

TEST_CASE("what was signed is no event")
{
    for (const std::string &payload :
         {std::string(), std::string("null"), std::string("[]"), std::string("7"), std::string("{"),
          std::string("{} {}"), std::string("{\"id\":"), std::string(100000, '['), std::string("\0{}", 3)})
        CHECK_THROWS_AS(verify_webhook(payload, sign_webhook(payload, secret), secret),
                        workosds::protocol_error);
}

TEST_CASE("bytes are taken as they come")
{
    std::string buffer = "{\"id\":\"a\",\"x\":\"\xff\\u0000\"} and more";
    const std::string_view payload(buffer.data(), buffer.find(" and"));
    const auto event = verify_webhook(payload, sign_webhook(payload, secret), secret);
    buffer.assign(buffer.size(), '#');
    CHECK(event.id() == "a");
    CHECK_FALSE(event.user());
}

TEST_CASE("an error says why, and not the secret")
{
    try {
        verify(user_created + " ", header);
        FAIL("no error");
    } catch (const workosds::error &error) {
        CHECK(error.status() == WORKOSDS_ERROR_SIGNATURE);
        CHECK(error.status_name() == "SIGNATURE");
        CHECK(error.http_status() == 0);
        CHECK_FALSE(error.is_retryable());
        CHECK(std::string(error.what()).find("signature") != std::string::npos);
        CHECK((error.what() + error.json()).find(secret) == std::string::npos);
    }
}

TEST_CASE("an event of a webhook moves, and is read by other threads")
{
    std::vector<workosds::event> events;
    for (int number = 0; number < 20; ++number)
        events.push_back(verify(user_created, header));
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number)
        threads.emplace_back([&] {
            for (const auto &event : events)
                CHECK(event.user().value().last_name() == "Block");
            CHECK(verify(user_created, header).id() == events.front().id());
        });
    for (auto &thread : threads)
        thread.join();
    const workosds::user user = events.front().user().value().copy();
    events.clear();
    CHECK(user.last_name() == "Block");
}
