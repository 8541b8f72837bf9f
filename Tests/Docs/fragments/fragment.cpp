/* The frame of a block in C++ that is not a whole program. */
#include <iostream>
#include <string>
#include <workosds.hpp>

int main()
{
    workosds::client client;
    workosds::user user = client.get_user("directory_user_123");
    {
#include "block.cpp"
    }
    return 0;
}
