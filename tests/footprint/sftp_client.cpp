// The ordinary program whose size, and whose cost to compile, are watched: the default suite, a login by
// password, a file.
#include <hawser/auth/password.hpp>
#include <hawser/client/connect.hpp>
#include <hawser/client/sftp.hpp>
#include <hawser/suite/modern.hpp>

#include <cstdio>

int main(int argc, char** argv) try {
    if (argc != 6) return 2;
    auto client = hawser::connect<hawser::modern>(argv[1], 22, hawser::accept_fingerprint{argv[2]});
    client.authenticate(argv[3], hawser::auth::password{argv[4]});
    hawser::sftp_client files{client};
    const std::string content = files.read_file(argv[5]);
    std::fwrite(content.data(), 1, content.size(), stdout);
    return 0;
} catch (const hawser::error& e) {
    return std::fprintf(stderr, "%s\n", e.what()), 255;
}
