/* The client. */
#ifndef WORKOSDS_CLIENT_HPP
#define WORKOSDS_CLIENT_HPP

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "command.hpp"
#include "list.hpp"
#include "query.hpp"

namespace workosds
{

/* A client of the API. Movable, not copyable. Lists can outlive it. */
class client
{
  public:
    /* Uses the API key in WORKOS_API_KEY. */
    explicit client(const client_options &options = {}) : client(std::string(), options)
    {
    }

    explicit client(const std::string &api_key, const client_options &options = {}) : client(hook_of(options))
    {
        open(options,
             [&](const workosds_client_options &given, workosds_client **made, workosds_error **error) {
                 return workosds_client_new(detail::argument(api_key), &given, made, error);
             });
    }

    /* Returns a client that differs from this one in the options that are set, for one call or for many:
     *
     *     client.with(workosds::client_options().with_request_timeout(std::chrono::seconds(5))).get_user(id);
     *
     * It shares this client's connections and its pace. Creating it opens no connection. The two can be
     * destroyed in any order, and cancel() affects only the client it is called on. Headers, if set, replace
     * all headers of this client. Throws invalid_argument_error if an option is set that belongs to the
     * shared connections or pace: base_url, ca_file, proxy, no_proxy, allow_plain_http, client_certificate,
     * client_key, client_key_passphrase, proxy_ca_file, directory_user_requests_per_second.
     *
     * With an API key, requests are sent with that one; "": the key of this client. */
    client with(const client_options &options, const std::string &api_key = {}) const
    {
        client derived(options.on_attempt ? hook_of(options) : hook_);
        derived.open(options, [&](const workosds_client_options &given, workosds_client **made,
                                  workosds_error **error) {
            return workosds_client_derive(handle_.get(), detail::argument(api_key), &given, made, error);
        });
        return derived;
    }

    list<directory_view> list_directories(const directory_query &query = {}) const
    {
        return start<list<directory_view>>(workosds_list_directories, query);
    }

    list<group_view> list_groups(const group_query &query) const
    {
        return start<list<group_view>>(workosds_list_groups, query);
    }

    list<user_view> list_users(const user_query &query) const
    {
        return start<list<user_view>>(workosds_list_users, query);
    }

    /* To follow events, list repeatedly with cursor() of the previous list as `after`. */
    list<event_view> list_events(const event_query &query = {}) const
    {
        return start<list<event_view>>(workosds_list_events, query);
    }

    directory get_directory(const std::string &id) const
    {
        return fetch<directory_view>(workosds_get_directory, id);
    }

    group get_group(const std::string &id) const
    {
        return fetch<group_view>(workosds_get_group, id);
    }

    user get_user(const std::string &id) const
    {
        return fetch<user_view>(workosds_get_user, id);
    }

    /* Returns when the API has accepted the deletion; the directory is gone a moment later. */
    void delete_directory(const std::string &id) const
    {
        detail::call([&](workosds_error **error) {
            return workosds_delete_directory(handle_.get(), detail::argument(id), error);
        });
    }

    void request_directory_sync(const std::string &id) const
    {
        detail::call([&](workosds_error **error) {
            return workosds_request_directory_sync(handle_.get(), detail::argument(id), error);
        });
    }

    /* The same for event loops: lists of one record, and commands. */
    list<directory_view> start_get_directory(const std::string &id) const
    {
        return start<list<directory_view>>(workosds_start_get_directory, id);
    }

    list<group_view> start_get_group(const std::string &id) const
    {
        return start<list<group_view>>(workosds_start_get_group, id);
    }

    list<user_view> start_get_user(const std::string &id) const
    {
        return start<list<user_view>>(workosds_start_get_user, id);
    }

    command start_delete_directory(const std::string &id) const
    {
        return start<command>(workosds_start_delete_directory, id);
    }

    command start_request_directory_sync(const std::string &id) const
    {
        return start<command>(workosds_start_request_directory_sync, id);
    }

    /* Ends calls in progress with cancelled_error. Later calls work. Can be called from any thread and signal
     * handler. */
    void cancel() const noexcept
    {
        workosds_client_cancel(handle_.get());
    }

    void close_idle() const noexcept
    {
        workosds_client_close_idle(handle_.get());
    }

    workosds_client *handle() const noexcept
    {
        return handle_.get();
    }

  private:
    using hook = std::shared_ptr<const detail::attempt_hook>;

    explicit client(hook on_attempt) : hook_(std::move(on_attempt)), handle_(nullptr, workosds_client_free)
    {
    }

    static hook hook_of(const client_options &options)
    {
        return options.on_attempt ? std::make_shared<const detail::attempt_hook>(options.on_attempt)
                                  : nullptr;
    }

    template <class Make> void open(const client_options &options, Make make)
    {
        const detail::header_lines headers(options);
        const workosds_client_options translated = detail::translate(options, headers, hook_.get());
        workosds_client *handle = nullptr;
        detail::call([&](workosds_error **error) { return make(translated, &handle, error); });
        handle_.reset(handle);
    }

    template <class Result, class Function> Result start(Function function, const std::string &id) const
    {
        return begin<Result>([&](workosds_iterator **iterator, workosds_error **error) {
            return function(handle_.get(), detail::argument(id), iterator, error);
        });
    }

    template <class Result, class Function, class Query>
    Result start(Function function, const Query &query) const
    {
        const auto translated = detail::translate(query);
        return begin<Result>([&](workosds_iterator **iterator, workosds_error **error) {
            return function(handle_.get(), &translated, iterator, error);
        });
    }

    template <class Result, class Function> Result begin(Function function) const
    {
        workosds_iterator *iterator = nullptr;
        detail::call([&](workosds_error **error) { return function(&iterator, error); });
        return Result(iterator, hook_);
    }

    template <class View, class Get> owned<View> fetch(Get get, const std::string &id) const
    {
        typename View::handle_type *record = nullptr;
        std::optional<owned<View>> result;
        detail::call([&](workosds_error **error) {
            const workosds_status status = get(handle_.get(), detail::argument(id), &record, error);
            result.emplace(record);
            return status;
        });
        return std::move(*result);
    }

    hook hook_;
    std::unique_ptr<workosds_client, void (*)(workosds_client *)> handle_;
};

} // namespace workosds

#endif /* WORKOSDS_CLIENT_HPP */
