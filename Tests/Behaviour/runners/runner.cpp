// Performs commands read as lines of JSON, and prints the result of each as a line of JSON.
#include "records.hpp"

#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <workosds.hpp>

namespace
{

/* Those that a row names, over what is set already. */
workosds::client_options options_of(const json &given, workosds::client_options options)
{
    const auto milliseconds = [&](const char *name, std::optional<workosds::milliseconds> otherwise) {
        const auto number = given[name].number();
        return number ? std::optional(workosds::milliseconds(*number)) : otherwise;
    };
    options.app_name = given["app_name"].text();
    options.proxy = given["proxy"].text();
    options.ca_file = given["ca_file"].text();
    options.client_certificate = given["client_certificate"].text();
    options.client_key = given["client_key"].text();
    options.client_key_passphrase = given["client_key_passphrase"].text();
    options.proxy_ca_file = given["proxy_ca_file"].text();
    options.request_timeout = milliseconds("request_timeout_ms", options.request_timeout);
    options.call_timeout = milliseconds("call_timeout_ms", options.call_timeout);
    options.max_response_bytes = given["max_response_bytes"].number();
    if (const auto retries = given["max_retries"].number())
        options.max_retries = static_cast<int>(*retries);
    if (const auto rate = given["directory_user_requests_per_second"].number())
        options.directory_user_requests_per_second = static_cast<int>(*rate);
    options.allow_plain_http = given["allow_plain_http"].is_true();
    options.headers = given["headers"].texts();
    options.no_headers = given["headers"].is_object() && options.headers.empty();
    return options;
}

workosds::client client_of(const json &command, const json &result)
{
    workosds::client_options options;
    options.base_url = command["url"].text();
    options.no_proxy = "*";
    options.request_timeout = workosds::milliseconds(10000);
    options.max_retries = 0;
    options.directory_user_requests_per_second = workosds::unpaced;
    options.look_ahead = false;
    if (command["observe"].is_list()) {
        options.on_attempt = [names = command["observe"],
                              attempts = result["attempts"]](const workosds::attempt &attempt) mutable {
            json headers(std::initializer_list<std::pair<const char *, json>>{});
            for (std::size_t index = 0; index < names.size(); ++index)
                headers.set(names[index].text().c_str(), attempt.header(names[index].text()));
            attempts.append({{"number", std::int64_t(attempt.number())},
                             {"paced_ms", std::int64_t(attempt.paced().count())},
                             {"headers", headers}});
        };
    }
    workosds::client client(command["api_key"].text(), options_of(command["options"], options));
    const json derived = command["derived"];
    if (!derived.is_object())
        return client;
    auto differing = options_of(derived, {});
    differing.base_url = derived["base_url"].text();
    return client.with(differing, derived["api_key"].text());
}

/* The common members of all queries. */
template <class Query> Query paging(const json &arguments)
{
    Query query;
    if (const auto limit = arguments["limit"].number())
        query.limit = static_cast<int>(*limit);
    query.max_items = arguments["max_items"].number();
    query.after = arguments["after"].text();
    query.order = arguments["order"].text();
    return query;
}

template <class List> bool read_record(List &list, json &records)
{
    const auto record = list.next();
    if (record)
        records.append(shown(*record));
    return record.has_value();
}

template <class List> bool read_page(List &list, json &pages)
{
    const auto text = list.next_page_json();
    if (!text)
        return false;
    const json page = json::parse(std::string(*text));
    json ids = json::list();
    for (std::size_t index = 0; index < page.size(); ++index)
        ids.append(page[index]["id"]);
    pages.append(ids);
    return true;
}

/* Reads a list to its end, or until it has returned `take` records or pages. */
template <class List> void read(List list, const json &command, json &result)
{
    const std::int64_t take = command["take"].number().value_or(std::numeric_limits<std::int64_t>::max());
    const auto step = command["by_page"].is_true() ? read_page<List> : read_record<List>;
    json records = result["records"];
    try {
        for (std::int64_t count = 0; count < take && step(list, records); ++count) {
        }
    } catch (const workosds::error &) {
        result.set("cursor", list.cursor());
        throw;
    }
    result.set("cursor", list.cursor());
}

using action = std::function<void(const json &command, json &result)>;

void list_directories(const json &command, json &result)
{
    const json arguments = command["arguments"];
    auto query = paging<workosds::directory_query>(arguments);
    query.before = arguments["before"].text();
    query.organization_id = arguments["organization_id"].text();
    query.search = arguments["search"].text();
    read(client_of(command, result).list_directories(query), command, result);
}

void list_groups(const json &command, json &result)
{
    const json arguments = command["arguments"];
    auto query = paging<workosds::group_query>(arguments);
    query.before = arguments["before"].text();
    query.directory = arguments["directory"].text();
    query.user = arguments["user"].text();
    read(client_of(command, result).list_groups(query), command, result);
}

void list_users(const json &command, json &result)
{
    const json arguments = command["arguments"];
    auto query = paging<workosds::user_query>(arguments);
    query.before = arguments["before"].text();
    query.directory = arguments["directory"].text();
    query.group = arguments["group"].text();
    query.idp_id = arguments["idp_id"].text();
    query.email = arguments["email"].text();
    read(client_of(command, result).list_users(query), command, result);
}

void list_events(const json &command, json &result)
{
    const json arguments = command["arguments"];
    auto query = paging<workosds::event_query>(arguments);
    for (std::size_t index = 0; index < arguments["events"].size(); ++index)
        query.events.push_back(arguments["events"][index].text());
    query.organization_id = arguments["organization_id"].text();
    query.range_start = arguments["range_start"].text();
    query.range_end = arguments["range_end"].text();
    read(client_of(command, result).list_events(query), command, result);
}

template <class Record> action get(Record (workosds::client::*get)(const std::string &) const)
{
    return [get](const json &command, json &result) {
        result["records"].append(shown((client_of(command, result).*get)(command["arguments"]["id"].text())));
    };
}

action order(void (workosds::client::*order)(const std::string &) const)
{
    return [order](const json &command, json &result) {
        (client_of(command, result).*order)(command["arguments"]["id"].text());
    };
}

std::string bytes(const std::string &digits)
{
    std::string bytes;
    for (std::size_t index = 0; index < digits.size(); index += 2)
        bytes += static_cast<char>(std::stoi(digits.substr(index, 2), nullptr, 16));
    return bytes;
}

std::optional<workosds::time_point> now_of(const json &given)
{
    const auto now = given["now_ms"].number();
    return now ? std::optional(workosds::time_point(workosds::milliseconds(*now))) : std::nullopt;
}

void verify_webhook(const json &command, json &result)
{
    const json given = command["arguments"];
    const auto tolerance = given["tolerance_ms"].number();
    result["records"].append(shown(workosds::verify_webhook(
        bytes(given["body"].text()), given["header"].text(), given["secret"].text(),
        tolerance ? workosds::milliseconds(*tolerance) : workosds::default_tolerance, now_of(given))));
}

void sign_webhook(const json &command, json &result)
{
    const json given = command["arguments"];
    result["records"].append(std::string_view(
        workosds::sign_webhook(bytes(given["body"].text()), given["secret"].text(), now_of(given))));
}

} // namespace

int main()
{
    using workosds::client;
    const std::map<std::string, action> actions = {
        {"list_directories", list_directories},
        {"list_groups", list_groups},
        {"list_users", list_users},
        {"list_events", list_events},
        {"get_directory", get(&client::get_directory)},
        {"get_group", get(&client::get_group)},
        {"get_user", get(&client::get_user)},
        {"delete_directory", order(&client::delete_directory)},
        {"request_directory_sync", order(&client::request_directory_sync)},
        {"webhook_verify", verify_webhook},
        {"webhook_sign", sign_webhook},
    };
    for (std::string line; std::getline(std::cin, line);) {
        const json command = json::parse(line);
        json result = {
            {"records", json::list()}, {"cursor", json()}, {"error", json()}, {"attempts", json::list()}};
        try {
            actions.at(command["call"].text())(command, result);
        } catch (const workosds::error &error) {
            result.set("error", shown(error));
        }
        std::cout << result.dump() << std::endl;
    }
}
