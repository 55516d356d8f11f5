// A client with one algorithm of each kind, for a device whose host key is known by its fingerprint.
//
//     03_minimal_suite host port user key-file fingerprint

//[suite]
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/client.hpp>
#include <hawser/suite.hpp>

// AES-GCM authenticates by itself: no mac_list is needed. Nothing that is not named here is in the program.
struct tiny : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                            hawser::host_key_list<hawser::host_key::ssh_ed25519>,
                            hawser::cipher_list<hawser::cipher::aes256_gcm>> {};
//[/suite]

#include <iostream>

int main(int argc, char** argv) try {
    if (argc != 6) return std::cerr << "usage: 03_minimal_suite host port user key-file fingerprint\n", 2;
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[2]));

    //[options]
    hawser::client_options how;
    how.timeout = std::chrono::seconds{10};
    how.session.connection.channel.window = 64 * 1024; // what may lie unread, and
    how.session.connection.channel.window_maximum = 64 * 1024;
    how.session.connection.channels = 1; // how many channels may be open
    //[/options]
    auto client = hawser::connect<tiny>(argv[1], port, hawser::accept_fingerprint{argv[5]}, std::move(how));
    client.authenticate(argv[3], hawser::key_file(argv[4]));
    const auto agreed = client.session().negotiated();
    std::cout << agreed.kex << ' ' << agreed.host_key_algorithm << ' ' << agreed.cipher_client_to_server
              << '\n';
    return hawser::exec(client, "true").exit_status();
} catch (const hawser::error& e) {
    return std::cerr << e.what() << '\n', 255;
}
