// A server on a raw socket, for responses that the sandbox does not send.
#ifndef SUPPORT_SERVER_HPP
#define SUPPORT_SERVER_HPP

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <workosds.hpp>

namespace support
{

class server
{
  public:
    // Gets a request with its body, and its number. Returns the bytes to write, nothing to send no response,
    // or "" to close the connection.
    using handler = std::function<std::optional<std::string>(const std::string &request, int number)>;

    explicit server(handler handler);
    ~server();

    std::string url() const;
    int request_count() const;
    // "GET /directory_users/u"
    std::vector<std::string> requests() const;
    void wait_for_requests(int count) const;

    workosds::client client(workosds::client_options options = {}) const;

    static std::string answer(const std::string &body, const std::string &status = "200 OK",
                              const std::string &headers = "");
    static std::string page(const std::string &records, const std::string &after = "");

  private:
    void accept_connections();
    void serve(int connection);

    handler handler_;
    int socket_;
    int port_;
    std::atomic<bool> closing_{false};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<int> connections_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

} // namespace support

#endif
