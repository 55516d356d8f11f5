#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/known_hosts.hpp>

#include "support/fixed_random.hpp"
#include "support/programs.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <set>

using namespace hawser;
using keys::host_key_status;
using keys::known_host_marker;
using keys::known_hosts;

namespace {

const std::string ed25519 =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINIV3E9FL6hX7c0G6vpskGcVtqHLmP3X0lyukA4a3+z9";
const std::string other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOzmyTHdSKlEgBThNHkw2mD5F/lud1g/WcCs09dSEnM0";
const std::string ecdsa =
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDqYJ3X2qoG4p5PqsNUqvgZX"
    "WkHF89FGjOlfsQd4PR9GZwIORM8n7U9UGauu8qjM6U/6smZa9GoEClNcmOiJJYM=";

keys::public_key key(const std::string& line) { return *keys::parse_public_key(line); }

known_hosts hosts_of(std::string_view text) {
    known_hosts hosts;
    BOOST_TEST_REQUIRE(hosts.read(text, "file").has_value());
    return hosts;
}

host_key_status status(const known_hosts& hosts, std::string_view host, std::uint16_t port,
                       const std::string& line) {
    return hosts.check(host, port, key(line).blob).status;
}

/// What one line is refused for; empty when it is not.
std::string refusal(std::string_view line) {
    const auto hosts = hosts_of(line);
    return hosts.refused().empty() ? "" : std::string{hosts.refused().front().reason};
}

} // namespace

namespace hawser::inline HAWSER_ABI::keys {
std::ostream& operator<<(std::ostream& out, host_key_status s) {
    constexpr std::array<const char*, 4> names{"known", "unknown", "changed", "revoked"};
    return out << names.at(static_cast<std::size_t>(s));
}
} // namespace hawser::inline HAWSER_ABI::keys

BOOST_AUTO_TEST_SUITE(known_hosts_files)

BOOST_AUTO_TEST_CASE(host_is_known_unknown_or_changed) {
    const auto hosts = hosts_of("a.example " + ed25519 + " comment\nb.example,192.0.2.1 " + ecdsa + "\n");
    BOOST_TEST(status(hosts, "a.example", 22, ed25519) == host_key_status::known);
    BOOST_TEST(status(hosts, "A.EXAMPLE", 22, ed25519) == host_key_status::known);
    BOOST_TEST(status(hosts, "192.0.2.1", 22, ecdsa) == host_key_status::known);
    BOOST_TEST(status(hosts, "a.example", 22, other) == host_key_status::changed);
    BOOST_TEST(status(hosts, "a.example", 22, ecdsa) == host_key_status::changed); // known, by another format
    BOOST_TEST(status(hosts, "c.example", 22, ed25519) == host_key_status::unknown);
    BOOST_TEST(status(hosts, "a.example.org", 22, ed25519) == host_key_status::unknown);
    BOOST_TEST(status(hosts, "", 22, ed25519) == host_key_status::unknown);
    BOOST_TEST(hosts.refused().empty());
}

BOOST_AUTO_TEST_CASE(check_tells_which_entry) {
    const auto hosts = hosts_of("# comment\nh " + ecdsa + "\n\nh " + other + "\n");
    const auto known = hosts.check("h", 22, key(other).blob);
    BOOST_TEST_REQUIRE(known.entry != nullptr);
    BOOST_TEST(known.entry->line == 4u);
    BOOST_TEST(known.entry->source == "file");
    // of the host's keys the one of the same format is shown, for it is the one that was replaced
    const auto changed = hosts.check("h", 22, key(ed25519).blob);
    BOOST_TEST(changed.status == host_key_status::changed);
    BOOST_TEST(changed.entry->line == 4u);
    BOOST_TEST(keys::fingerprint_sha256(changed.entry->key.blob) ==
               keys::fingerprint_sha256(key(other).blob));
    BOOST_TEST(hosts.check("unknown", 22, key(ed25519).blob).entry == nullptr);
}

BOOST_AUTO_TEST_CASE(port_is_part_of_the_name) {
    const auto hosts = hosts_of("[h]:2222 " + ed25519 + "\nh " + ecdsa + "\n");
    BOOST_TEST(status(hosts, "h", 2222, ed25519) == host_key_status::known);
    BOOST_TEST(status(hosts, "h", 2222, ecdsa) == host_key_status::changed);
    BOOST_TEST(status(hosts, "h", 22, ed25519) == host_key_status::changed);
    BOOST_TEST(status(hosts, "h", 22, ecdsa) == host_key_status::known);
    // without an entry of its own a port may show the key of the plain name, and only that
    BOOST_TEST(status(hosts, "h", 2200, ecdsa) == host_key_status::known);
    BOOST_TEST(status(hosts, "h", 2200, other) == host_key_status::unknown);
    BOOST_TEST(keys::known_host_name("H.Example", 22) == "h.example");
    BOOST_TEST(keys::known_host_name("2001:DB8::1", 2222) == "[2001:db8::1]:2222");
}

BOOST_AUTO_TEST_CASE(revoked_key_is_revoked_whatever_else_is_said) {
    for (const std::string& text :
         {"h " + ed25519 + "\n@revoked h " + ed25519, "@revoked * " + ed25519 + "\nh " + ed25519,
          "@revoked h " + ed25519, "h " + other + "\n@revoked * " + ed25519}) {
        const auto hosts = hosts_of(text);
        BOOST_TEST(status(hosts, "h", 22, ed25519) == host_key_status::revoked);
        BOOST_TEST(status(hosts, "h", 2222, ed25519) == host_key_status::revoked);
        BOOST_TEST((hosts.check("h", 22, key(ed25519).blob).entry->marker == known_host_marker::revoked));
    }
    const auto hosts = hosts_of("@revoked h " + ed25519);
    BOOST_TEST(status(hosts, "h", 22, other) == host_key_status::unknown); // another key is not
    BOOST_TEST(status(hosts, "g", 22, ed25519) == host_key_status::unknown);
    BOOST_TEST(hosts.known_formats("h", 22).empty());
}

BOOST_AUTO_TEST_CASE(authority_is_no_host_key) {
    const auto hosts = hosts_of("@cert-authority *.example " + ed25519);
    BOOST_TEST(status(hosts, "a.example", 22, ed25519) == host_key_status::unknown);
    BOOST_TEST(hosts.known_formats("a.example", 22).empty());
    BOOST_TEST_REQUIRE(hosts.authorities("a.example", 22).size() == 1u);
    BOOST_TEST(equal(hosts.authorities("a.example", 22)[0]->key.blob, key(ed25519).blob));
    BOOST_TEST(hosts.authorities("a.test", 22).empty());
    BOOST_TEST(hosts_of("*.example " + ed25519).authorities("a.example", 22).empty());
}

BOOST_AUTO_TEST_CASE(patterns_match_as_in_openssh) {
    const auto match = [](std::string_view hosts, std::string_view name) {
        return keys::matches_host(hosts, name);
    };
    BOOST_TEST(match("*", "anything"));
    BOOST_TEST(match("*.example", "a.example"));
    BOOST_TEST(match("*.example", "a.b.example"));
    BOOST_TEST(!match("*.example", ".exampl"));
    BOOST_TEST(!match("*.example", "example"));
    BOOST_TEST(match("h?st", "host"));
    BOOST_TEST(!match("h?st", "hst"));
    BOOST_TEST(match("HOST", "host"));
    BOOST_TEST(match("a,b,c", "b"));
    BOOST_TEST(match("*.example,!b.example", "a.example"));
    BOOST_TEST(!match("*.example,!b.example", "b.example"));
    BOOST_TEST(!match("!b.example,*.example", "b.example"));
    BOOST_TEST(!match("!b.example", "a.example")); // an exclusion alone matches nothing
    BOOST_TEST(match("[*.example]:2222", "[a.example]:2222"));
    BOOST_TEST(!match("[a.example]:2222", "a.example"));
    BOOST_TEST(match("a**b*?c", "axxbyyc"));
    BOOST_TEST(!match("a**b*?c", "axxbc"));
    BOOST_TEST(match("*a*ab", "aab"));
    BOOST_TEST(match("***", "x"));
    BOOST_TEST(!match("", "x"));
    BOOST_TEST(!match(",,", "x"));
    BOOST_TEST(!match("*", ""));
}

/// The definition of a pattern, by trying everything: right, and slow.
bool matches_slowly(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern[0] == '*')
        return matches_slowly(pattern.substr(1), name) ||
               (!name.empty() && matches_slowly(pattern, name.substr(1)));
    return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) &&
           matches_slowly(pattern.substr(1), name.substr(1));
}

BOOST_AUTO_TEST_CASE(matcher_agrees_with_the_definition) {
    testing::fixed_random random;
    int matched = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string pattern, name;
        for (std::uint64_t n = 1 + random.below(6); n > 0; --n) pattern += "ab?*"[random.below(4)];
        for (std::uint64_t n = 1 + random.below(8); n > 0; --n) name += "ab"[random.below(2)];
        const bool expected = matches_slowly(pattern, name);
        BOOST_TEST_REQUIRE(keys::matches_host(pattern, name) == expected, pattern << " " << name);
        matched += expected;
    }
    BOOST_TEST(matched > 2000);
}

BOOST_AUTO_TEST_CASE(patterns_of_many_stars_take_no_time, *boost::unit_test::label("P06")) {
    using clock = std::chrono::steady_clock;
    std::string stars;
    for (int i = 0; i < 20000; ++i) stars += "*a";
    const std::string name(1000, 'a'), longer(100000, 'a');
    const auto before = clock::now();
    BOOST_TEST(!keys::matches_host(stars + "b", name));
    BOOST_TEST(!keys::matches_host(stars, longer));
    std::string few; // as many as can match, then a miss at the very end
    for (int i = 0; i < 500; ++i) few += "*a";
    BOOST_TEST(!keys::matches_host(few + "b", name));
    BOOST_TEST(keys::matches_host(few + "*", name));
    BOOST_TEST(!keys::matches_host("*" + std::string(500, 'a') + "b", name));
    BOOST_TEST((clock::now() - before < std::chrono::milliseconds{200}));
}

BOOST_AUTO_TEST_CASE(bad_lines_are_refused_and_the_others_count, *boost::unit_test::label("P04")) {
    BOOST_TEST(refusal("h " + ed25519) == "");
    BOOST_TEST(refusal("h " + ed25519 + "\r\n") == "");
    BOOST_TEST(refusal("\t h \t" + ed25519 + " c") == "");
    BOOST_TEST(refusal("# h " + ed25519) == "");
    BOOST_TEST(refusal("  # h") == "");
    BOOST_TEST(refusal("\r\n \n\t\r\n") == "");
    BOOST_TEST(refusal("@unknown h " + ed25519) == "its marker is unknown");
    BOOST_TEST(refusal("@Revoked h " + ed25519) == "its marker is unknown");
    BOOST_TEST(refusal("@ h " + ed25519) == "its marker is unknown");
    BOOST_TEST(refusal("@revoked,x h " + ed25519) == "its marker is unknown");
    BOOST_TEST(refusal("@revoked @cert-authority h " + ed25519) == "it has two markers");
    BOOST_TEST(refusal("@revoked @revoked h " + ed25519) == "it has two markers");
    BOOST_TEST(refusal("h") == "it has no key");
    BOOST_TEST(refusal("@revoked") == "it has no key");
    BOOST_TEST(refusal("@revoked " + ed25519) == "its key is damaged or of another format than declared");
    BOOST_TEST(refusal("h ssh-rsa " + ed25519.substr(12)) ==
               "its key is damaged or of another format than declared");
    BOOST_TEST(refusal("h ssh-ed25519") == "its key is damaged or of another format than declared");
    BOOST_TEST(refusal("h " + ed25519 + "=") == "its key is damaged or of another format than declared");
    BOOST_TEST(refusal("h 1024 65537 12345678") ==
               "its key is damaged or of another format than declared"); // SSH 1
    BOOST_TEST(refusal("h " + ed25519 + std::string(" \0", 2)) == "it holds a NUL");
    BOOST_TEST(refusal(std::string("h\0 ", 3) + ed25519) == "it holds a NUL");
    BOOST_TEST(refusal("h " + ed25519 + " " + std::string(1024 * 1024, 'c')) == "it is too long");
    BOOST_TEST(refusal(std::string(1024 * 1024, 'h') + " " + ed25519) == "it is too long");

    const std::string bad = "@unknown h " + other + "\nh " + other + std::string(" \0\n", 3) +
                            std::string(1024 * 1024, 'x') + "\nh ssh-rsa " + other.substr(12) +
                            "\n|1|bad|salt " + other + "\n";
    const auto hosts = hosts_of("g " + ecdsa + "\r\n" + bad + "h " + ed25519); // no end of line
    BOOST_TEST(hosts.refused().size() == 5u);
    BOOST_TEST(hosts.refused()[2].line == 4u);
    BOOST_TEST(hosts.refused()[2].source == "file");
    BOOST_TEST(hosts.entries().size() == 2u);
    BOOST_TEST(status(hosts, "g", 22, ecdsa) == host_key_status::known);
    BOOST_TEST(status(hosts, "h", 22, ed25519) == host_key_status::known);
    BOOST_TEST(status(hosts, "h", 22, other) == host_key_status::changed);
}

BOOST_AUTO_TEST_CASE(damaged_hashing_is_refused, *boost::unit_test::label("P04")) {
    const std::string salt = keys::base64_encode(byte_vector(20, std::byte{1}));
    BOOST_TEST(refusal("|1|" + salt + "|" + salt + " " + ed25519) == "");
    for (const std::string hosts : {"|1|bad|salt", "|1|", "|", "|2|x|y"})
        BOOST_TEST(refusal(hosts + " " + ed25519) == "its hashed name is damaged");
    for (const std::string& hosts :
         {"|1|" + salt, "|1|" + salt + "|", "|1||" + salt, "|1|" + salt + "|" + salt + "|",
          "|1|" + salt + "|" + salt + ",h", "|2|" + salt + "|" + salt, "|1|" + salt.substr(4) + "|" + salt,
          "|1|" + salt + "|" + salt.substr(4), "|1|AAAA" + salt + "|" + salt})
        BOOST_TEST(refusal(hosts + " " + ed25519) == "its hashed name is damaged", hosts);
}

BOOST_AUTO_TEST_CASE(file_past_the_limit_adds_nothing) {
    known_hosts hosts;
    const std::string line = "h " + ed25519 + "\n";
    BOOST_TEST((hosts.read(line + std::string(limits::known_hosts_file, '\n')).error() ==
                usage_error::file_too_large));
    BOOST_TEST(hosts.entries().empty());
    BOOST_TEST(hosts.read(line + std::string(limits::known_hosts_file - line.size(), '\n')).has_value());
    BOOST_TEST(hosts.entries().size() == 1u);
}

BOOST_AUTO_TEST_CASE(lines_that_hold_no_key_take_no_room) {
    std::string text;
    for (std::size_t i = 0; i < 1000000; ++i) text += "x\n";
    known_hosts hosts;
    BOOST_TEST(hosts.read(text, "file").has_value());
    BOOST_TEST(hosts.refused().size() == limits::known_hosts_refused);
    BOOST_TEST(hosts.refused().back().line == limits::known_hosts_refused);
    BOOST_TEST(hosts.refused_count() == 1000000u);
    BOOST_TEST(hosts.entries().empty());
}

BOOST_AUTO_TEST_CASE(entries_past_the_limit_add_nothing) {
    // the shortest line there can be: a host, and a key of a format whose name is one letter
    const std::string line = "h a AAAAAWE=\n";
    std::string text = "bad line\n";
    for (std::size_t i = 0; i <= limits::known_hosts_entries; ++i) text += line;
    known_hosts hosts;
    BOOST_TEST_REQUIRE(hosts.read("first a AAAAAWE=\nbad\n").has_value());
    BOOST_TEST((hosts.read(text).error() == usage_error::file_too_large));
    BOOST_TEST(hosts.entries().size() == 1u);
    BOOST_TEST(hosts.refused().size() == 1u);
    BOOST_TEST(hosts.refused_count() == 1u);
    text.resize(text.size() - 2 * line.size());
    BOOST_TEST(hosts.read(text).has_value());
    BOOST_TEST(hosts.entries().size() == limits::known_hosts_entries);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_hosts_are_read_and_searched) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += "h" + std::to_string(i) + ".example " + ed25519 + "\n";
    known_hosts hosts;
    BOOST_TEST(hosts.read(text).has_value());
    BOOST_TEST((hosts.check("h99999.example", 22, key(ed25519).blob).status == host_key_status::known));
    BOOST_TEST((hosts.check("h99999.example", 22, key(other).blob).status == host_key_status::changed));
    BOOST_TEST((hosts.check("h100000.example", 22, key(ed25519).blob).status == host_key_status::unknown));
}

BOOST_AUTO_TEST_CASE(files_add_up) {
    known_hosts hosts;
    BOOST_TEST(hosts.read("h " + other, "user").has_value());
    BOOST_TEST(hosts.read("h " + ed25519 + "\nbad", "system").has_value());
    BOOST_TEST(hosts.check("h", 22, key(ed25519).blob).entry->source == "system");
    BOOST_TEST(hosts.refused().at(0).source == "system");
    BOOST_TEST(status(hosts, "h", 22, other) == host_key_status::known);
}

BOOST_AUTO_TEST_CASE(known_formats_are_those_of_the_host) {
    using names = std::vector<std::string>;
    const auto hosts = hosts_of("h " + ecdsa + "\nh " + ed25519 + "\nh " + other + "\n[h]:2222 " + ed25519 +
                                "\n@cert-authority h " + other + "\n");
    BOOST_TEST((hosts.known_formats("h", 22) == names{"ecdsa-sha2-nistp256", "ssh-ed25519"}));
    BOOST_TEST((hosts.known_formats("H", 2222) == names{"ssh-ed25519"}));
    // the keys that check() would take for this port
    BOOST_TEST((hosts.known_formats("h", 2200) == names{"ecdsa-sha2-nistp256", "ssh-ed25519"}));
    BOOST_TEST(hosts.known_formats("g", 22).empty());
}

BOOST_AUTO_TEST_CASE(address_in_brackets_is_the_same_host) {
    const auto hosts =
        hosts_of("2001:db8::1,[2001:db8::1]:2222 " + ed25519 + "\n@revoked 2001:db8::1 " + ecdsa + "\n");
    for (const std::string host : {"2001:db8::1", "[2001:DB8::1]"})
        for (const std::uint16_t port : {std::uint16_t{22}, std::uint16_t{2222}}) {
            BOOST_TEST(status(hosts, host, port, ed25519) == host_key_status::known);
            BOOST_TEST(status(hosts, host, port, other) == host_key_status::changed);
            BOOST_TEST(status(hosts, host, port, ecdsa) == host_key_status::revoked);
        }
    BOOST_TEST(keys::known_host_name("[2001:db8::1]", 22) == "2001:db8::1");
    BOOST_TEST(keys::known_host_name("[2001:db8::1]", 2222) == "[2001:db8::1]:2222");
    for (const std::string host : {"[]", "[", "[2001:db8::1]:2222"})
        BOOST_TEST(keys::known_host_name(host, 22) == host);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_known) {
    testing::fixed_random random;
    for (const std::uint16_t port : {std::uint16_t{22}, std::uint16_t{2222}})
        for (const std::string host : {"h.Example", "2001:db8::1", "fe80::1%eth0", "192.0.2.1"}) {
            const std::string plain = *keys::format_known_host(host, port, key(ed25519 + " comment"));
            const std::string hashed = *keys::format_hashed_known_host(host, port, key(ed25519), random);
            BOOST_TEST(plain.find("comment") == std::string::npos);
            BOOST_TEST(hashed.find(host) == std::string::npos);
            for (const std::string& line : {plain, hashed}) {
                const auto hosts = hosts_of(line + "\n");
                BOOST_TEST(status(hosts, host, port, ed25519) == host_key_status::known);
                BOOST_TEST(status(hosts, host, 1234, other) == host_key_status::unknown);
                BOOST_TEST(status(hosts, host + "x", port, ed25519) == host_key_status::unknown);
            }
        }
    BOOST_TEST(*keys::format_known_host("H", 2222, key(ed25519)) == "[h]:2222 " + ed25519);
}

BOOST_AUTO_TEST_CASE(name_that_means_more_is_not_written) {
    testing::fixed_random random;
    for (const std::string host :
         {"", "a b", "a,b", "*", "a?", "!a", "|1|a|b", "#a", "@revoked", "a\nb", "a\tb", "[a]", "a\x7f"}) {
        BOOST_TEST(
            (keys::format_known_host(host, 22, key(ed25519)).error() == usage_error::invalid_argument));
        BOOST_TEST((keys::format_hashed_known_host(host, 22, key(ed25519), random).error() ==
                    usage_error::invalid_argument));
    }
    BOOST_TEST(!keys::format_known_host(std::string(2000, 'a'), 22, key(ed25519)).has_value());
    auto wrong = key(ed25519);
    wrong.format = "ssh-rsa";
    BOOST_TEST((keys::format_known_host("h", 22, wrong).error() == usage_error::invalid_argument));
    testing::failing_random broken;
    BOOST_TEST((keys::format_hashed_known_host("h", 22, key(ed25519), broken).error() ==
                security_error::random_failed));
}

namespace {

/// The lines that `ssh-keygen -F` found for a name, as line number and mark ("", "CA", "REVOKED").
std::set<std::pair<std::size_t, std::string>> found_by_keygen(std::string_view output) {
    std::set<std::pair<std::size_t, std::string>> found;
    while (!output.empty()) {
        std::string line{output.substr(0, output.find('\n'))};
        output.remove_prefix(std::min(line.size() + 1, output.size()));
        const std::size_t at = line.find(" found: line ");
        if (!line.starts_with("# Host ") || at == std::string::npos) continue;
        std::size_t end = 0;
        const std::string rest = line.substr(at + 13);
        const std::size_t number = std::stoul(rest, &end);
        std::string mark = rest.substr(end);
        std::erase(mark, ' ');
        found.emplace(number, mark);
    }
    return found;
}

/// The same by us. `name` is plain or "[host]:port".
std::set<std::pair<std::size_t, std::string>> found_by_us(const known_hosts& hosts, const std::string& name) {
    std::set<std::pair<std::size_t, std::string>> found;
    for (const auto& entry : hosts.entries())
        if (keys::matches_host(entry.hosts, name))
            found.emplace(entry.line, entry.marker == known_host_marker::revoked          ? "REVOKED"
                                      : entry.marker == known_host_marker::cert_authority ? "CA"
                                                                                          : "");
    return found;
}

/// ssh-keygen shows lines by their hosts; that the key in them is damaged it does not ask, and we do.
void compare(const known_hosts& hosts, const std::string& name, const std::string& output) {
    auto theirs = found_by_keygen(output);
    for (const auto& refused : hosts.refused())
        std::erase_if(theirs, [&](const auto& found) { return found.first == refused.line; });
    const auto ours = found_by_us(hosts, name);
    BOOST_TEST_CONTEXT(name) { BOOST_TEST((ours == theirs)); }
}

} // namespace

BOOST_AUTO_TEST_CASE(answers_are_those_of_ssh_keygen,
                     *boost::unit_test::precondition(testing::needs_vectors{"generated/known_hosts"})) {
    const std::string folder = "generated/known_hosts/";
    const std::string answers =
        testing::file_text(testing::vector_path(folder + "lookups-by-ssh-keygen.txt"));
    int asked = 0;
    for (const std::string file : {"plain", "hashed"}) {
        const auto hosts = hosts_of(testing::file_text(testing::vector_path(folder + file)));
        for (std::size_t at = answers.find("== "); at != std::string::npos;) {
            const std::size_t next = answers.find("\n== ", at), end = answers.find('\n', at);
            const std::string question = answers.substr(at, end - at);
            if (question.ends_with(" -f " + file)) {
                const std::size_t name = question.find(" -F ") + 4;
                compare(hosts, question.substr(name, question.rfind(" -f ") - name),
                        answers.substr(end, next - end));
                ++asked;
            }
            at = next == std::string::npos ? next : next + 1;
        }
    }
    BOOST_TEST(asked == 22);
}

// the bad lines of this file never count, and the plain name's keys are not those of its markers
BOOST_AUTO_TEST_CASE(generated_file_gives_the_right_verdicts,
                     *boost::unit_test::precondition(testing::needs_vectors{"generated/known_hosts"}) *
                         boost::unit_test::label("P04")) {
    const std::string folder = "generated/known_hosts/";
    const auto line_of = [&](const std::string& name) {
        return testing::file_text(testing::vector_path(folder + name));
    };
    for (const std::string file : {"plain", "hashed"}) {
        const auto hosts = hosts_of(line_of(file));
        BOOST_TEST(status(hosts, "host.example.com", 22, line_of("ed25519.pub")) == host_key_status::known);
        BOOST_TEST(status(hosts, "host.example.com", 22, line_of("ecdsa.pub")) == host_key_status::known);
        BOOST_TEST(status(hosts, "host.example.com", 22, line_of("ca.pub")) == host_key_status::changed);
        BOOST_TEST(status(hosts, "a.wild.host.example.com", 22, line_of("ed25519.pub")) ==
                   host_key_status::known);
        BOOST_TEST(status(hosts, "not.wild.host.example.com", 22, line_of("ed25519.pub")) ==
                   host_key_status::unknown);
        BOOST_TEST(status(hosts, "2001:db8::1", 2222, line_of("ed25519.pub")) == host_key_status::known);
        BOOST_TEST(status(hosts, "lastline.host.example.com", 22, line_of("ed25519.pub")) ==
                   host_key_status::known);
    }
    const auto plain = hosts_of(line_of("plain"));
    BOOST_TEST(plain.refused().size() == 5u);
    BOOST_TEST(status(plain, "other.invalid", 22, line_of("rsa.pub")) == host_key_status::revoked);
    BOOST_TEST(status(plain, "host.example.com", 2222, line_of("rsa.pub")) == host_key_status::revoked);
    BOOST_TEST(status(plain, "x.host.example.com", 22, line_of("ca.pub")) == host_key_status::unknown);
    BOOST_TEST(plain.authorities("x.host.example.com", 22).size() == 1u);
}

BOOST_AUTO_TEST_CASE(openssh_s_odd_file_is_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/hostkeys"}) *
                         boost::unit_test::label("P04")) {
    const auto line_of = [](const std::string& name) {
        return testing::file_text(testing::vector_path("openssh/hostkeys/" + name));
    };
    const auto hosts = hosts_of(line_of("known_hosts"));
    BOOST_TEST(hosts.refused().size() == 6u);
    BOOST_TEST(status(hosts, "sisyphus.example.com", 22, line_of("ecdsa_1.pub")) == host_key_status::known);
    BOOST_TEST(status(hosts, "sisyphus.example.com", 22, line_of("rsa_1.pub")) == host_key_status::known);
    BOOST_TEST(status(hosts, "sisyphus.example.com", 22, line_of("ed25519_4.pub")) ==
               host_key_status::revoked);
    BOOST_TEST(status(hosts, "prometheus.example.com", 22, line_of("ed25519_2.pub")) ==
               host_key_status::known);
    BOOST_TEST(status(hosts, "2001:db8::1", 22, line_of("rsa_2.pub")) == host_key_status::known);
    BOOST_TEST(status(hosts, "any.example.com", 22, line_of("rsa_3.pub")) == host_key_status::known);
    BOOST_TEST(status(hosts, "192.0.2.77", 22, line_of("ecdsa_3.pub")) == host_key_status::known);
    BOOST_TEST(status(hosts, "any.example.com", 22, line_of("rsa_5.pub")) == host_key_status::changed);
    BOOST_TEST(status(hosts, "any.example.org", 22, line_of("rsa_3.pub")) == host_key_status::unknown);
    BOOST_TEST(status(hosts, "prometheus.example.com", 22, line_of("ecdsa_4.pub")) ==
               host_key_status::changed);
    BOOST_TEST(hosts.authorities("prometheus.example.com", 22).size() == 1u);
}

BOOST_AUTO_TEST_CASE(ssh_keygen_finds_what_we_write_and_hashes_what_we_find,
                     *boost::unit_test::precondition(testing::needs_program{"ssh-keygen"})) {
    const testing::temporary_folder folder;
    testing::fixed_random random;
    const std::string file = *keys::format_known_host("Host.Example", 22, key(ed25519)) + "\n" +
                             *keys::format_known_host("host.example", 2222, key(ecdsa)) + "\n" +
                             *keys::format_hashed_known_host("hidden.example", 22, key(ecdsa), random) +
                             "\n" + *keys::format_hashed_known_host("2001:DB8::1", 2222, key(other), random) +
                             "\n" + "*.wild.example,!not.wild.example " + ed25519 + "\n@revoked * " + other +
                             "\n";
    const std::string path = folder.write("known_hosts", file).string();
    const std::vector<std::string> names{"host.example",       "[host.example]:2222", "hidden.example",
                                         "[2001:db8::1]:2222", "a.wild.example",      "not.wild.example",
                                         "[host.example]:23",  "hidden.exampl"};
    for (const std::string& name : names)
        compare(hosts_of(file), name, testing::run_program({"ssh-keygen", "-F", name, "-f", path}).output);
    BOOST_TEST((found_by_us(hosts_of(file), "hidden.example").count({3, ""}) == 1));

    BOOST_TEST_REQUIRE(testing::run_program({"ssh-keygen", "-H", "-f", path}).status == 0);
    const std::string hashed = testing::file_text(path);
    BOOST_TEST(hashed.find("host.example ") == std::string::npos);
    for (const std::string& name : names)
        compare(hosts_of(hashed), name, testing::run_program({"ssh-keygen", "-F", name, "-f", path}).output);
    BOOST_TEST(status(hosts_of(hashed), "host.example", 2222, ecdsa) == host_key_status::known);
}

BOOST_AUTO_TEST_SUITE_END()
