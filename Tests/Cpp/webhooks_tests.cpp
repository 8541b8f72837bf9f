// Webhooks in C++: durations, views, threads. For verification see Tests/Behaviour.
#include <doctest/doctest.h>

#include <thread>

#include <workosds.hpp>

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

TEST_CASE("a tolerance is a duration, and the clock is the default")
{
    const auto check = [](milliseconds tolerance, std::int64_t off) {
        verify_webhook(user_created, header, secret, tolerance, at(signed_at + off));
    };
    CHECK_NOTHROW(check(std::chrono::hours(1), 3600000));
    CHECK_NOTHROW(verify_webhook(user_created, header, secret, milliseconds::max()));
    CHECK_THROWS_AS(verify_webhook(user_created, header, secret), workosds::signature_error);
    CHECK_NOTHROW(verify_webhook(user_created, sign_webhook(user_created, secret), secret));
    CHECK_THROWS_AS(check(milliseconds(-2), 0), workosds::invalid_argument_error);
    CHECK_THROWS_AS(verify_webhook(user_created, header, secret, milliseconds(0), at(-1)),
                    workosds::invalid_argument_error);
}

TEST_CASE("the payload can be any bytes")
{
    std::string buffer = "{\"id\":\"a\",\"x\":\"\xff\\u0000\"} and more";
    const std::string_view payload(buffer.data(), buffer.find(" and"));
    const auto event = verify_webhook(payload, sign_webhook(payload, secret), secret);
    buffer.assign(buffer.size(), '#');
    CHECK(event.id() == "a");
    CHECK_FALSE(event.user());
}

TEST_CASE("an error gives the reason, but not the secret")
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
