#include "sandbox.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace support
{

static std::string start()
{
    const char *program = std::getenv("WORKOSDS_SANDBOX");
    const std::string command = std::string(program != nullptr ? program : "build/workosds-sandbox");
    // The pipe stays open: the sandbox ends with its parent, the shell has become it.
    FILE *output = popen(("exec " + command + " --port 0 --hold-back-ms 0 --exit-with-parent").c_str(), "r");
    char line[512] = "";
    if (output == nullptr || std::fgets(line, sizeof line, output) == nullptr)
        throw std::runtime_error("the sandbox does not start: " + command);
    std::string text = line;
    text.erase(0, text.find("http"));
    text.erase(text.find('"'));
    for (std::size_t slash; (slash = text.find('\\')) != std::string::npos;)
        text.erase(slash, 1);
    return text;
}

const std::string &sandbox_url()
{
    static const std::string url = start();
    return url;
}

workosds::client sandbox_client(workosds::client_options options)
{
    options.base_url = sandbox_url();
    options.directory_user_requests_per_second = workosds::unpaced;
    return workosds::client(key, options);
}

std::string control(const std::string &request, const std::string &json)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(std::stoi(sandbox_url().substr(sandbox_url().rfind(':') + 1)));
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    const std::string text = request +
                             " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(json.size()) + "\r\n\r\n" + json;
    std::string answer;
    if (connect(connection, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
        char buffer[4096];
        for (ssize_t count; (count = recv(connection, buffer, sizeof buffer, 0)) > 0;)
            answer.append(buffer, static_cast<std::size_t>(count));
    }
    close(connection);
    if (answer.find("HTTP/1.1 2") != 0)
        throw std::runtime_error(request + ": " + answer);
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

std::string member(const std::string &json, const std::string &name)
{
    const std::size_t start = json.find('"' + name + "\":\"") + name.size() + 4;
    return json.substr(start, json.find('"', start) - start);
}

const std::string &okta()
{
    static const std::string id = [] {
        for (const auto &directory : sandbox_client().list_directories()) {
            if (directory.name() == "Foo Corp Okta")
                return std::string(directory.id());
        }
        throw std::runtime_error("the sandbox has no directory of that name");
    }();
    return id;
}

} // namespace support
