// Which row of the specification each algorithm is, and that none is claimed for what is not there.

#include "algorithms/lists.hpp"

#include <map>

namespace hawser::testing {

namespace {

struct row {
    std::string_view algorithm;
    const char* id;
};

constexpr row rows[] = {
    {"curve25519-sha256", label("AL-K-001")},
    {"curve25519-sha256@libssh.org", label("AL-K-002")},
    {"diffie-hellman-group1-sha1", label("AL-K-003")},
    {"diffie-hellman-group14-sha1", label("AL-K-004")},
    {"diffie-hellman-group14-sha256", label("AL-K-005")},
    {"diffie-hellman-group16-sha512", label("AL-K-006")},
    {"diffie-hellman-group18-sha512", label("AL-K-007")},
    {"diffie-hellman-group-exchange-sha256", label("AL-K-008")},
    {"diffie-hellman-group-exchange-sha1", label("AL-K-009")},
    {"ecdh-sha2-nistp256", label("AL-K-010")},
    {"ecdh-sha2-nistp384", label("AL-K-011")},
    {"ecdh-sha2-nistp521", label("AL-K-012")},
    {"ssh-ed25519", label("AL-H-001")},
    {"ecdsa-sha2-nistp256", label("AL-H-002")},
    {"ecdsa-sha2-nistp384", label("AL-H-003")},
    {"ecdsa-sha2-nistp521", label("AL-H-004")},
    {"rsa-sha2-256", label("AL-H-005")},
    {"rsa-sha2-512", label("AL-H-006")},
    {"ssh-rsa", label("AL-H-007")},
    {"ssh-dss", label("AL-H-008")},
    {"aes256-ctr", label("AL-C-001")},
    {"aes192-ctr", label("AL-C-002")},
    {"aes128-ctr", label("AL-C-003")},
    {"aes256-cbc", label("AL-C-004")},
    {"aes192-cbc", label("AL-C-005")},
    {"aes128-cbc", label("AL-C-006")},
    {"3des-ctr", label("AL-C-007")},
    {"3des-cbc", label("AL-C-008")},
    {"cast128-cbc", label("AL-C-009")},
    {"blowfish-cbc", label("AL-C-010")},
    {"arcfour", label("AL-C-011")},
    {"arcfour128", label("AL-C-012")},
    {"arcfour256", label("AL-C-013")},
    {"aes256-gcm@openssh.com", label("AL-C-014")},
    {"aes128-gcm@openssh.com", label("AL-C-015")},
    {"chacha20-poly1305@openssh.com", label("AL-C-016")},
    {"hmac-sha2-256", label("AL-M-001")},
    {"hmac-sha2-512", label("AL-M-002")},
    {"hmac-sha2-256-etm@openssh.com", label("AL-M-003")},
    {"hmac-sha2-512-etm@openssh.com", label("AL-M-004")},
    {"hmac-sha1", label("AL-M-005")},
    {"hmac-sha1-96", label("AL-M-006")},
    {"hmac-md5", label("AL-M-007")},
    {"hmac-md5-96", label("AL-M-008")},
    {"hmac-sha2-256-96", label("AL-M-009")},
    {"hmac-sha2-512-96", label("AL-M-010")},
    {"hmac-ripemd160", label("AL-M-011")},
    {"hmac-ripemd160-96", label("AL-M-012")},
    {"hmac-sha2-256-96-etm@openssh.com", label("AL-M-013")},
    {"hmac-sha2-512-96-etm@openssh.com", label("AL-M-014")},
    {"umac-64@openssh.com", label("AL-M-015")},
    {"umac-64-etm@openssh.com", label("AL-M-016")},
    {"umac-128@openssh.com", label("AL-M-017")},
    {"umac-128-etm@openssh.com", label("AL-M-018")},
    {"none", label("AL-Z-001")},
    {"zlib", label("AL-Z-002")},
    {"zlib@openssh.com", label("AL-Z-003")},
    {"sha256", label("AL-S-001")},
    {"sha224", label("AL-S-002")},
    {"sha384", label("AL-S-003")},
    {"sha512", label("AL-S-004")},
    {"sha1", label("AL-S-005")},
    {"md5", label("AL-S-006")},
};

} // namespace

std::string row_of(std::string_view algorithm) {
    for (const row& one : rows)
        if (one.algorithm == algorithm) return one.id;
    return {};
}

BOOST_AUTO_TEST_CASE(every_row_is_an_algorithm_of_the_catalogue) {
    std::map<std::string_view, int> listed;
    const auto note = [&]<class A>(std::type_identity<A>) { ++listed[A::name]; };
    catalog::kexes::for_each(note);
    catalog::host_keys::for_each(note);
    catalog::ciphers::for_each(note);
    catalog::macs::for_each(note);
    catalog::compressions::for_each(note);
    catalog::file_hashes::for_each(note);
    for (const row& one : rows) BOOST_TEST(listed[one.algorithm] == 1, one.algorithm);
}

} // namespace hawser::testing
