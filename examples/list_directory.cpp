// Lists the directories that an API key can see, then the groups and users of one of them.
//
//     c++ -std=c++17 list_directory.cpp -lworkosds -o list_directory
//     WORKOS_API_KEY=sk_... ./list_directory [directory_id]
//
// Without an id it shows the directory with the most users.
#include <cstdlib>
#include <iostream>
#include <string>

#include <workosds.hpp>

static std::string list_directories(const workosds::client &client)
{
    std::string chosen;
    std::int64_t most_users = -1;
    int count = 0;
    for (const auto &directory : client.list_directories()) {
        std::cout << directory.id() << "  " << directory.type() << "  " << directory.state() << "  "
                  << directory.name() << '\n';
        if (directory.active_user_count() > most_users || count == 0) {
            most_users = directory.active_user_count();
            chosen = directory.id();
        }
        ++count;
    }
    std::cout << count << " directories\n\n";
    return chosen;
}

static void list_groups(const workosds::client &client, const std::string &directory)
{
    int count = 0;
    for (const auto &group : client.list_groups(workosds::group_query().with_directory(directory))) {
        std::cout << group.id() << "  " << group.name() << '\n';
        ++count;
    }
    std::cout << count << " groups\n\n";
}

static void list_users(const workosds::client &client, const std::string &directory)
{
    int count = 0;
    for (const auto &user : client.list_users(workosds::user_query().with_directory(directory))) {
        std::cout << user.id() << "  " << user.state() << "  " << user.email() << "  " << user.name() << "  "
                  << user.custom_attribute<std::string>("department_name").value_or("-") << '\n';
        ++count;
    }
    std::cout << count << " users\n";
}

int main(int argc, char **argv)
{
    try {
        // The key comes from WORKOS_API_KEY, the URL from WORKOS_BASE_URL if it is set.
        const workosds::client client;
        std::string directory = list_directories(client);
        if (argc > 1)
            directory = argv[1];
        if (!directory.empty()) {
            list_groups(client, directory);
            list_users(client, directory);
        }
    } catch (const workosds::error &error) {
        std::cerr << error.what() << '\n';
        if (!error.request_id().empty())
            std::cerr << "request id for WorkOS's support: " << error.request_id() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
