#include "sandbox.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace support
{

static std::string start()
{
    const char *program = std::getenv("WORKOSDS_SANDBOX");
    const std::string command = std::string(program != nullptr ? program : "build/workosds-sandbox");
    // The pipe stays open. The shell execs the sandbox, which ends with this process.
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
