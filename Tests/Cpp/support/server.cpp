#include "server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

#include "sandbox.hpp"

namespace support
{

server::server(handler handler) : handler_(std::move(handler)), socket_(socket(AF_INET, SOCK_STREAM, 0))
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (bind(socket_, generic, length) != 0 || listen(socket_, 64) != 0 ||
        getsockname(socket_, generic, &length) != 0)
        throw std::runtime_error("no server");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_connections(); });
}

server::~server()
{
    closing_ = true;
    shutdown(socket_, SHUT_RDWR);
    acceptor_.join();
    for (const int connection : connections_)
        shutdown(connection, SHUT_RDWR);
    for (auto &thread : threads_)
        thread.join();
    for (const int connection : connections_)
        close(connection);
    close(socket_);
}

void server::accept_connections()
{
    for (int connection; (connection = accept(socket_, nullptr, nullptr)) >= 0;) {
        const int on = 1;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections_.push_back(connection);
        threads_.emplace_back([this, connection] { serve(connection); });
    }
}

void server::serve(int connection)
{
    std::string received;
    char buffer[4096];
    while (!closing_) {
        const ssize_t count = recv(connection, buffer, sizeof buffer, 0);
        if (count <= 0)
            return;
        received.append(buffer, static_cast<std::size_t>(count));
        const std::size_t end = received.find("\r\n\r\n");
        if (end == std::string::npos)
            continue;
        const std::size_t length = received.find("Content-Length: ");
        const std::size_t size = end + 4 + (length < end ? std::stoul(received.substr(length + 16)) : 0);
        if (received.size() < size)
            continue;
        const std::string request = received.substr(0, size);
        received.erase(0, size);
        int number = 0;
        {
            const std::lock_guard lock(mutex_);
            number = static_cast<int>(requests_.size());
            requests_.push_back(request.substr(0, request.find(" HTTP/")));
        }
        const auto bytes = handler_(request, number);
        if (bytes && bytes->empty()) {
            shutdown(connection, SHUT_RDWR);
            return;
        }
        if (bytes && send(connection, bytes->data(), bytes->size(), MSG_NOSIGNAL) < 0)
            return;
    }
}

std::string server::url() const
{
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::vector<std::string> server::requests() const
{
    const std::lock_guard lock(mutex_);
    return requests_;
}

int server::request_count() const
{
    return static_cast<int>(requests().size());
}

void server::wait_for_requests(int count) const
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (request_count() < count) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the request does not come");
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

workosds::client server::client(workosds::client_options options) const
{
    options.base_url = url();
    if (!options.directory_user_requests_per_second)
        options.directory_user_requests_per_second = workosds::unpaced;
    return workosds::client(key, options);
}

std::string server::answer(const std::string &body, const std::string &status, const std::string &headers)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string server::page(const std::string &records, const std::string &after)
{
    const std::string cursor = after.empty() ? "null" : '"' + after + '"';
    return answer(R"({"object":"list","data":[)" + records + R"(],"list_metadata":{"before":null,"after":)" +
                  cursor + "}}");
}

} // namespace support
