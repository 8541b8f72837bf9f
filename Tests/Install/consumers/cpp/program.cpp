// Counts the server's records with the installed C++ header.
#include <cstdio>
#include <exception>
#include <string>
#include <workosds.hpp>

int main()
try {
    workosds::client client("");
    int directories = 0;
    int users = 0;
    for (const auto &directory : client.list_directories()) {
        directories++;
        if (directory.type() == "okta scim v2.0")
            for (const auto &user :
                 client.list_users(workosds::user_query().with_directory(std::string(directory.id()))))
                users += user.id().empty() ? 0 : 1;
    }
    std::printf("%s: %d directories, %d users\n", workosds_version(), directories, users);
} catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
