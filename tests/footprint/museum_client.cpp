// The largest program whose size is watched: every algorithm there is, a login by key, a command and a file.
#include <hawser/auth/public_key.hpp>
#include <hawser/client/connect.hpp>
#include <hawser/client/exec.hpp>
#include <hawser/client/key_files.hpp>
#include <hawser/client/sftp.hpp>
#include <hawser/suite/museum.hpp>

#include <cstdio>

int main(int argc, char** argv) try {
    if (argc != 7) return 2;
    auto client = hawser::connect<hawser::museum>(argv[1], 22, hawser::accept_fingerprint{argv[2]});
    client.authenticate(argv[3], hawser::key_file(argv[4]));
    hawser::sftp_client files{client};
    const std::string content = files.read_file(argv[6]);
    std::fwrite(content.data(), 1, content.size(), stdout);
    return hawser::exec(client, argv[5]).exit_status();
} catch (const hawser::error& e) {
    return std::fprintf(stderr, "%s\n", e.what()), 255;
}
