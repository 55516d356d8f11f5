#pragma once
// What a block of statements in the manual may use: the headers of a client program, and these names.

#include <hawser/client.hpp>
#include <hawser/io/posix/terminal.hpp>
#include <hawser/io/posix/user.hpp>
#include <hawser/suite/modern.hpp>

#include <fstream>
#include <iostream>

using client_type = hawser::client<hawser::modern>;

#define DOCUMENTED_NAMES                                                                                     \
    [[maybe_unused]] client_type &client, [[maybe_unused]] hawser::sftp_client<client_type>&files,           \
        [[maybe_unused]] const std::string &host, [[maybe_unused]] std::uint16_t port,                       \
        [[maybe_unused]] const std::string &user
