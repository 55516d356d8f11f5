#include "interop/museum_client.hpp"
#include "support/full_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

// Every combination of what OpenSSH offers by default: each key exchange with each host key algorithm and with each cipher that
// authenticates by itself or each other cipher with each MAC, on a connection of its own. All of them where HAWSER_FULL asks
// for it, else some that chance draws. And each name that OpenSSH has switched off, with every kind of the others.

namespace interop {

namespace {

const shared_peer everything{
    "openssh", {{"PEER_USER", testing::own_name()}, {"PEER_CONFIG", "SetEnv SHLVL=2"}, {"PEER_LEGACY", "1"}}};

struct protection {
    std::string cipher, mac;
};

/// The ciphers, those that need a MAC with each.
std::vector<protection> protections(const std::vector<std::string>& ciphers,
                                    const std::vector<std::string>& macs) {
    std::vector<protection> out;
    for (const std::string& cipher : ciphers) {
        if (authenticates_by_itself(cipher)) {
            out.push_back({cipher, {}});
            continue;
        }
        for (const std::string& mac : macs) out.push_back({cipher, mac});
    }
    return out;
}

/// Names of OpenSSH that the specification of this library does not have: its own MACs of old, markers, and what comes with
/// certificates and security keys.
bool is_beyond(std::string_view name) {
    for (const std::string_view other :
         {"hmac-sha1-96-etm@openssh.com", "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com"})
        if (name == other) return true;
    return name.substr(0, 9) == "ext-info-" || name.substr(0, 11) == "kex-strict-" ||
           name.find("-cert-v01@") != name.npos || name.substr(0, 3) == "sk-" ||
           name.substr(0, 9) == "webauthn-";
}

/// The names that both have. One that OpenSSH has and we do not, without a reason, fails the test.
std::vector<std::string> common(algorithm_kind kind, const std::vector<std::string>& theirs) {
    std::vector<std::string> out;
    for (const std::string& name : theirs) {
        if (is_beyond(name)) continue;
        const bool ours = museum_client::session_type::table().of(kind).index_of(name).has_value();
        BOOST_TEST(ours, "we have no " << name);
        if (ours) out.push_back(name);
    }
    return out;
}

struct common_names {
    std::vector<std::string> kexes, host_keys, ciphers, macs;

    explicit common_names(const server_offer& theirs)
        : kexes{common(algorithm_kind::kex, theirs.kexes)},
          host_keys{common(algorithm_kind::host_key, theirs.host_keys)},
          ciphers{common(algorithm_kind::cipher, theirs.ciphers)},
          macs{common(algorithm_kind::mac, theirs.macs)} {}
};

choices chosen(const std::string& kex, const std::string& host_key, const protection& one) {
    choices how;
    how.kex = kex;
    how.host_key = host_key;
    how.ciphers = one.cipher;
    how.macs = one.mac;
    return how;
}

/// HAWSER_SEED, or something new each time.
std::uint64_t chance() {
    const char* given = std::getenv("HAWSER_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device{}();
}

std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& taken) {
    std::vector<std::string> out;
    for (const std::string& one : all)
        if (std::ranges::find(taken, one) == taken.end()) out.push_back(one);
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(openssh_every_combination, *boost::unit_test::precondition(needs_peer{openssh})) {
    const common_names names{offer_of(openssh.get())};
    const auto pairs = protections(names.ciphers, names.macs);
    const std::size_t all = names.kexes.size() * names.host_keys.size() * pairs.size();
    std::vector<std::size_t> order(all);
    for (std::size_t i = 0; i < all; ++i) order[i] = i;
    const std::uint64_t seed = chance();
    if (!testing::is_full_run()) {
        std::mt19937_64 random{seed};
        std::shuffle(order.begin(), order.end(), random);
        order.resize(std::min<std::size_t>(order.size(), 200));
    }
    std::size_t good = 0;
    for (const std::size_t i : order) {
        const std::size_t pair = i % pairs.size(), rest = i / pairs.size();
        good += works(openssh.get(),
                      chosen(names.kexes[rest / names.host_keys.size()],
                             names.host_keys[rest % names.host_keys.size()], pairs[pair]),
                      i);
    }
    std::cout << "OpenSSH: " << good << " of " << order.size() << " combinations";
    if (order.size() != all) std::cout << ", drawn out of " << all << " with HAWSER_SEED=" << seed;
    std::cout << std::endl;
    BOOST_TEST(all >= 1452U);
}

BOOST_AUTO_TEST_CASE(openssh_names_that_are_switched_off,
                     *boost::unit_test::precondition(needs_peer{everything})) {
    const common_names all{offer_of(everything.get())}, on{offer_of(openssh.get())};
    const auto pairs = protections(all.ciphers, all.macs);
    std::size_t good = 0, number = 0;
    /// Enough connections for every name of each other kind to meet this one; which of them meet is left to the count.
    const auto meets = [&](const std::vector<std::string>& kexes, const std::vector<std::string>& host_keys,
                           const std::vector<protection>& some) {
        const std::size_t count = std::max({kexes.size(), host_keys.size(), some.size()});
        for (std::size_t i = 0; i < count; ++i) {
            ++number;
            good +=
                works(everything.get(),
                      chosen(kexes[i % kexes.size()], host_keys[i % host_keys.size()], some[i % some.size()]),
                      number);
        }
    };
    // A MAC meets every cipher that takes one, and those every MAC, in the pairs already.
    std::vector<protection> few;
    for (std::size_t i = 0; i < all.ciphers.size(); ++i)
        few.push_back(
            {all.ciphers[i], authenticates_by_itself(all.ciphers[i]) ? "" : all.macs[i % all.macs.size()]});
    for (std::size_t i = 0; i < all.macs.size(); ++i) few.push_back({"aes128-ctr", all.macs[i]});
    for (const std::string& kex : without(all.kexes, on.kexes)) meets({kex}, all.host_keys, few);
    for (const std::string& host_key : without(all.host_keys, on.host_keys))
        meets(all.kexes, {host_key}, few);
    for (const std::string& cipher : without(all.ciphers, on.ciphers))
        meets(all.kexes, all.host_keys, protections({cipher}, all.macs));
    for (const std::string& mac : without(all.macs, on.macs)) {
        std::vector<std::string> paired;
        for (const std::string& cipher : all.ciphers)
            if (!authenticates_by_itself(cipher)) paired.push_back(cipher);
        meets(all.kexes, all.host_keys, protections(paired, {mac}));
    }
    std::cout << "OpenSSH, names switched off: " << good << " of " << number << " combinations" << std::endl;
    BOOST_TEST(number > 100U);
}

} // namespace interop
