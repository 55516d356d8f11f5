// Which row of docs/features/algorithms.md each algorithm is: none is claimed for what is not there, none is left out, and
// what the page says of grades and sizes is what the descriptors say.

#include "algorithms/lists.hpp"
#include "support/vectors.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

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

/// A row of the page, by the cells that matter here.
struct page_row {
    std::string name, policy, notes;
};

/// The rows of algorithms, by their ids: AL-K-001 and so on.
std::map<std::string, page_row> rows_of_the_page() {
    const std::string page =
        file_text(std::filesystem::path{HAWSER_SOURCE_DIR} / "docs/features/algorithms.md");
    // id, name, who names it, policy, where it is defined, sizes and notes
    const std::regex line{R"(\| (AL-[KHCMZS]-\d+) \| ([^|]*) \| [^|]* \| ([^|]*) \| [^|]* \| ([^|]*) \|)"};
    std::map<std::string, page_row> out;
    for (std::sregex_iterator at{page.begin(), page.end(), line}, end; at != end; ++at)
        out[(*at)[1]] = {(*at)[2], (*at)[3], (*at)[4]};
    return out;
}

/// The numbers of "24 / 8 / 8 / -; what follows": the one that a part begins with, or 0.
std::vector<std::size_t> sizes_in(std::string_view notes) {
    std::vector<std::size_t> out;
    std::string_view rest = notes.substr(0, notes.find(';'));
    for (bool more = true; more;) {
        const std::size_t slash = rest.find('/');
        more = slash != std::string_view::npos;
        const std::string_view part = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
        std::size_t number = 0;
        for (const char c : part) {
            if (std::isdigit(static_cast<unsigned char>(c)) == 0) break;
            number = 10 * number + static_cast<std::size_t>(c - '0');
        }
        out.push_back(number);
        if (more) rest.remove_prefix(slash + 1);
    }
    return out;
}

grade grade_of(std::string_view policy) {
    if (policy.substr(0, 2) == "on") return grade::preferred;
    if (policy.substr(0, 6) == "opt-in") return grade::opt_in;
    return policy == "legacy" ? grade::legacy : grade::broken;
}

/// Calls `f` with each algorithm of the catalogue, of whatever kind.
template <class F>
void for_the_whole_catalogue(F&& f) {
    catalog::kexes::for_each(f);
    catalog::host_keys::for_each(f);
    catalog::ciphers::for_each(f);
    catalog::macs::for_each(f);
    catalog::compressions::for_each(f);
    catalog::file_hashes::for_each(f);
}

} // namespace

std::string row_of(std::string_view algorithm) {
    for (const row& one : rows)
        if (one.algorithm == algorithm) return one.id;
    return {};
}

BOOST_AUTO_TEST_SUITE(rows_of_algorithms)

BOOST_AUTO_TEST_CASE(every_row_is_an_algorithm_of_the_catalogue) {
    std::map<std::string_view, int> listed;
    for_the_whole_catalogue([&]<class A>(std::type_identity<A>) { ++listed[A::name]; });
    for (const row& one : rows) BOOST_TEST(listed[one.algorithm] == 1, one.algorithm);
}

BOOST_AUTO_TEST_CASE(every_row_of_the_page_is_here_under_its_name) {
    const auto page = rows_of_the_page();
    for (const row& one : rows) {
        BOOST_TEST_REQUIRE(page.count(one.id) == 1u, one.id);
        BOOST_TEST(page.at(one.id).name == one.algorithm);
    }
    for (const auto& [id, described] : page) {
        const bool comes_otherwise = described.policy.find("optional") != std::string::npos ||
                                     described.policy.find("info") != std::string::npos ||
                                     described.name.find("-cert-v01@") != std::string::npos;
        BOOST_TEST((row_of(described.name) == id) == !comes_otherwise, id);
    }
}

BOOST_AUTO_TEST_CASE(grades_and_sizes_are_those_of_the_page) {
    const auto page = rows_of_the_page();
    std::size_t sized = 0;
    for_the_whole_catalogue([&]<class A>(std::type_identity<A>) {
        const std::string id = row_of(A::name);
        if (id.empty()) return;
        BOOST_TEST_CONTEXT(id << ' ' << A::name) {
            const page_row& described = page.at(id);
            BOOST_TEST((A::rank == grade_of(described.policy)), described.policy);
            const std::vector<std::size_t> said = sizes_in(described.notes);
            std::vector<std::size_t> ours;
            if constexpr (aead_cipher<A>)
                ours = {A::key_size, A::block_size, A::iv_size, A::tag_size};
            else if constexpr (paired_cipher<A>)
                ours = {A::key_size, A::block_size, A::iv_size, 0};
            else if constexpr (mac_algorithm<A>)
                ours = {A::key_size, A::tag_size};
            else if constexpr (file_hash_algorithm<A> && !kex_algorithm<A>)
                ours = {A::hash::size};
            else
                return;
            ++sized;
            BOOST_TEST(ours == said, boost::test_tools::per_element());
        }
    });
    BOOST_TEST(sized == 40u);
}

/// A name says more about its algorithm, of those beyond the page too.
BOOST_AUTO_TEST_CASE(names_tell_the_shape) {
    const auto tells = []<class A>(std::type_identity<A>, std::string_view part) {
        return std::string_view{A::name}.find(part) != std::string_view::npos;
    };
    catalog::macs::for_each([&]<class M>(std::type_identity<M> mac) {
        BOOST_TEST((M::order == mac_order::encrypt_then_mac) == tells(mac, "-etm@"), M::name);
        BOOST_TEST((M::tag_size == 12) == tells(mac, "-96"), M::name);
    });
    catalog::ciphers::for_each([&]<class C>(std::type_identity<C> cipher) {
        if constexpr (paired_cipher<C>) BOOST_TEST(C::cbc == tells(cipher, "-cbc"), C::name);
        if constexpr (aead_cipher<C>) BOOST_TEST(C::prefix_attack == tells(cipher, "chacha20"), C::name);
        BOOST_TEST(is_named_as_mac<C> == tells(cipher, "AEAD_"), C::name);
        // RFC 4344, section 3.2; the bound of what has no blocks is that of its packets
        if (!tells(cipher, "chacha20"))
            BOOST_TEST(C::bytes_per_key == bytes_per_key_of(C::block_size), C::name);
    });
    catalog::kexes::for_each([&]<class K>(std::type_identity<K> method) {
        for (const std::size_t bits : {256u, 384u, 512u})
            if (tells(method, "sha" + std::to_string(bits))) BOOST_TEST(8 * K::hash::size == bits, K::name);
        BOOST_TEST((K::hash::size == 20) == tells(method, "sha1"), K::name);
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace hawser::testing
