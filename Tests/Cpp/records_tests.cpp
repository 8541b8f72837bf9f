// Records: views and copies, fields, typed attributes.
#include <doctest/doctest.h>

#include <thread>

#include "support/sandbox.hpp"
#include "support/server.hpp"

using support::okta;
using support::sandbox_client;
using support::server;

static workosds::user user_of(const std::string &json)
{
    const server server([&](const std::string &, int) { return server::answer(json); });
    return server.client().get_user("u");
}

TEST_CASE("a user and its attributes")
{
    const auto client = sandbox_client();
    workosds::user_query query;
    query.directory = okta();
    query.email = "renee.bjoernsen@foo-corp.com";
    auto users = client.list_users(query);
    const auto found = users.next();
    REQUIRE(found);
    CHECK(found->first_name() == "Renée");
    CHECK(found->state() == "active");
    CHECK(found->role() == "member");
    CHECK(found->roles() == std::vector<std::string_view>{"member"});
    REQUIRE_FALSE(found->groups().empty());
    CHECK(found->groups().front().name() == "Everyone");
    CHECK(found->job_title().data() == nullptr);

    CHECK(found->custom_attribute<std::string>("department") == "Sales");
    CHECK(found->custom_attribute<std::string_view>("employeeId") == "E-10249");
    CHECK(found->custom_attribute<std::int64_t>("seat") == 748);
    CHECK(found->custom_attribute<unsigned short>("seat") == static_cast<unsigned short>(748));
    CHECK(found->custom_attribute<signed char>("seat") == std::nullopt);
    CHECK(found->custom_attribute<double>("fte") == 0.8);
    CHECK(found->custom_attribute<bool>("isContractor") == false);
    CHECK(found->custom_attribute<double>("seat") == 748.0);
    CHECK(found->custom_attribute<std::string>("seat") == std::nullopt);
    CHECK(found->custom_attribute<std::string>("nickname") == std::nullopt);
    CHECK(found->custom_attribute_type("nickname") == WORKOSDS_ATTRIBUTE_NULL);
    CHECK(found->custom_attribute_type("nothing") == WORKOSDS_ATTRIBUTE_ABSENT);
    CHECK(found->custom_attribute_json("languages") == R"(["en","français"])");
    CHECK(found->custom_attribute_keys().front() == "department");
}

TEST_CASE("integers at their limits, and texts with a NUL")
{
    const auto user =
        user_of(R"({"id":"u","custom_attributes":{"least":-9223372036854775808,"most":9223372036854775807,)"
                R"("byte":255,"minus":-1,"text":"a\u0000b","":true}})");
    CHECK(user.custom_attribute<std::int64_t>("least") == INT64_MIN);
    CHECK(user.custom_attribute<std::uint64_t>("most") == static_cast<std::uint64_t>(INT64_MAX));
    CHECK(user.custom_attribute<unsigned char>("byte") == static_cast<unsigned char>(255));
    CHECK(user.custom_attribute<signed char>("byte") == std::nullopt);
    CHECK(user.custom_attribute<unsigned>("minus") == std::nullopt);
    CHECK(user.custom_attribute<std::string>("text") == std::string("a\0b", 3));
    CHECK(user.custom_attribute<bool>("") == true);
    CHECK_THROWS_AS(user.custom_attribute<bool>(std::string("byte\0", 5)), workosds::invalid_argument_error);
}

TEST_CASE("absent members are empty")
{
    const auto user = user_of(R"({"id":"u","email":5,"roles":[{},{"slug":"a"}],"groups":[null,{"id":"g"}]})");
    CHECK(user.email().data() == nullptr);
    CHECK(user.email().empty());
    CHECK(user.roles() == std::vector<std::string_view>{"a"});
    CHECK(user.groups().size() == 1);
    CHECK(user.custom_attributes_json() == std::nullopt);
    CHECK(user.custom_attribute_keys().empty());
    const workosds::user_view nobody;
    CHECK(nobody.id().empty());
    CHECK(nobody.json().empty());
    CHECK(nobody.groups().empty());
}

TEST_CASE("copies outlive list and client, move, and may be read by other threads")
{
    std::vector<workosds::user> users;
    {
        const auto client = sandbox_client();
        for (const auto &user : client.list_users(workosds::user_query().with_directory(okta())))
            users.push_back(user.copy());
    }
    REQUIRE(users.size() == 250);
    std::string id(users.front().id());
    workosds::user moved = std::move(users.front());
    CHECK(moved.id() == id);
    CHECK(users.front().id().empty());
    users.front() = std::move(moved);
    const workosds::user again = users.front().copy();
    std::thread([&] { CHECK(again.custom_attribute<std::string>("department") == "Sales"); }).join();
    static_assert(!std::is_copy_constructible_v<workosds::user> &&
                  !std::is_copy_assignable_v<workosds::user>);
    static_assert(std::is_nothrow_move_constructible_v<workosds::user>);
}

TEST_CASE("times and the version")
{
    using namespace std::chrono;
    const auto time = workosds::timestamp("2026-01-15T12:00:00.250Z");
    REQUIRE(time);
    CHECK(duration_cast<milliseconds>(time->time_since_epoch()).count() == 1768478400250);
    CHECK_FALSE(workosds::timestamp("yesterday"));
    CHECK(workosds::version() == WORKOSDS_VERSION);
    CHECK(workosds::directory_type_display_name("galaxy scim").empty());
}
