// Records and errors in the common form of all languages.
#ifndef RECORDS_HPP
#define RECORDS_HPP

#include "json.hpp"

#include <cctype>
#include <cxxabi.h>
#include <map>
#include <typeinfo>
#include <workosds.hpp>

inline json empty_or(const std::optional<std::string> &text, const json &empty)
{
    const json value = text ? json::parse(*text) : empty;
    return value.is_object() == empty.is_object() && value.is_list() == empty.is_list() ? value : empty;
}

inline json object(const std::optional<std::string> &text)
{
    return empty_or(text, json(std::initializer_list<std::pair<const char *, json>>{}));
}

inline json count(std::int64_t count)
{
    return count == -1 ? json() : json(count);
}

inline json shown(const workosds::directory_view &directory)
{
    return {{"id", directory.id()},
            {"organization_id", directory.organization_id()},
            {"external_key", directory.external_key()},
            {"domain", directory.domain()},
            {"name", directory.name()},
            {"type", directory.type()},
            {"state", directory.state()},
            {"created_at", directory.created_at()},
            {"updated_at", directory.updated_at()},
            {"active_user_count", count(directory.active_user_count())},
            {"inactive_user_count", count(directory.inactive_user_count())},
            {"group_count", count(directory.group_count())},
            {"json", json::parse(directory.json())}};
}

inline json shown(const workosds::group_view &group)
{
    return {{"id", group.id()},
            {"idp_id", group.idp_id()},
            {"directory_id", group.directory_id()},
            {"organization_id", group.organization_id()},
            {"name", group.name()},
            {"created_at", group.created_at()},
            {"updated_at", group.updated_at()},
            {"raw_attributes", object(group.raw_attributes_json())},
            {"json", json::parse(group.json())}};
}

inline json attribute(const workosds::user_view &user, const std::string &key, workosds_attribute_type type)
{
    switch (type) {
    case WORKOSDS_ATTRIBUTE_TEXT:
        return user.custom_attribute<std::string_view>(key).value();
    case WORKOSDS_ATTRIBUTE_INTEGER:
        return user.custom_attribute<std::int64_t>(key).value();
    case WORKOSDS_ATTRIBUTE_REAL:
        return user.custom_attribute<double>(key).value();
    case WORKOSDS_ATTRIBUTE_BOOLEAN:
        return user.custom_attribute<bool>(key).value();
    default:
        return json::parse(user.custom_attribute_json(key).value());
    }
}

inline json attributes(const workosds::user_view &user)
{
    static const char *const types[] = {"absent", "null",    "text",  "integer",
                                        "real",   "boolean", "array", "object"};
    json result = json::list();
    for (const std::string_view key : user.custom_attribute_keys()) {
        const auto type = user.custom_attribute_type(std::string(key));
        json entry = json::list();
        entry.append(key);
        entry.append(std::string_view(types[type]));
        entry.append(attribute(user, std::string(key), type));
        result.append(entry);
    }
    return result;
}

inline json shown(const workosds::user_view &user)
{
    json roles = json::list(), groups = json::list();
    for (const std::string_view role : user.roles())
        roles.append(role);
    for (const auto &group : user.groups())
        groups.append(shown(group));
    return {{"id", user.id()},
            {"directory_id", user.directory_id()},
            {"organization_id", user.organization_id()},
            {"idp_id", user.idp_id()},
            {"email", user.email()},
            {"first_name", user.first_name()},
            {"last_name", user.last_name()},
            {"name", user.name()},
            {"job_title", user.job_title()},
            {"username", user.username()},
            {"state", user.state()},
            {"role", user.role()},
            {"created_at", user.created_at()},
            {"updated_at", user.updated_at()},
            {"roles", roles},
            {"groups", groups},
            {"custom_attributes", attributes(user)},
            {"raw_attributes", object(user.raw_attributes_json())},
            {"emails", empty_or(user.emails_json(), json::list())},
            {"json", json::parse(user.json())}};
}

inline json shown(const workosds::event_view &event)
{
    const auto user = event.user();
    const auto group = event.group();
    const auto directory = event.directory();
    return {{"id", event.id()},
            {"type", event.type()},
            {"created_at", event.created_at()},
            {"directory_id", event.directory_id()},
            {"organization_id", event.organization_id()},
            {"user", user ? shown(*user) : json()},
            {"group", group ? shown(*group) : json()},
            {"directory", directory ? shown(*directory) : json()},
            {"data", object(event.data_json())},
            {"previous_attributes", object(event.previous_attributes_json())},
            {"context", object(event.context_json())},
            {"json", json::parse(event.json())}};
}

/* "not_found_error" is NOT_FOUND. */
inline std::string status_of_class(const workosds::error &error)
{
    static const std::map<std::string, std::string> others = {{"permission_denied", "PERMISSION"},
                                                              {"request_timeout", "TIMEOUT"}};
    const std::unique_ptr<char, void (*)(void *)> full(
        abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, nullptr), std::free);
    const std::string name = std::string(full.get()).substr(sizeof "workosds::" - 1);
    std::string status = name.substr(0, name.rfind("_error"));
    if (const auto other = others.find(status); other != others.end())
        return other->second;
    for (char &letter : status)
        letter = static_cast<char>(std::toupper(letter));
    return status;
}

/* Bytes as hexadecimal digits. */
inline json hexadecimal(const std::optional<std::string_view> &bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (!bytes)
        return json();
    std::string text;
    for (const unsigned char byte : *bytes)
        (text += digits[byte >> 4]) += digits[byte & 15];
    return json(std::string_view(text));
}

/* Errors raised by this header have no JSON. */
inline json shown(const workosds::error &error)
{
    json result = error.json().empty() ? json{{"errors", json::list()}} : json::parse(error.json());
    const auto after = error.retry_after();
    result.erase("status");
    result.set("body", hexadecimal(error.body()));
    result.set("class", std::string_view(status_of_class(error)));
    result.set("status_name", error.status_name());
    result.set("http_status", error.http_status() ? json(std::int64_t(error.http_status())) : json());
    result.set("code", error.code());
    result.set("request_id", error.request_id());
    result.set("retry_after_ms", after ? json(std::int64_t(after->count())) : json());
    result.set("is_retryable", error.is_retryable());
    result.set("message", std::string_view(error.what()));
    return result;
}

#endif
