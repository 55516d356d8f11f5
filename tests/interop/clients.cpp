#include <hawser/suite/modern.hpp>

#include "interop/own_server.hpp"

#include <boost/test/unit_test.hpp>

#include <iostream>

// Our server role over the default suite, used by other people's clients.

namespace interop {

using boost::unit_test::precondition;
using testing::needs_program;

BOOST_AUTO_TEST_CASE(openssh_client, *precondition(needs_program{"ssh"})) {
    const server<modern> ours;
    const auto ssh = [&](const std::string& options, const std::string& command) {
        return run_shell(ours.ssh(options) + command);
    };
    BOOST_TEST(ssh(ours.with_key(), "echo hello from ours").output == "hello from ours\n");
    const testing::program_result ended = ssh(ours.with_key(), "exit 23");
    BOOST_TEST(ended.status == 23);
    BOOST_TEST(ended.output == "going\n");
    BOOST_TEST(run_shell("head -c 3000000 /dev/zero | " + ours.ssh(ours.with_key()) + "cat | wc -c").output ==
               "3000000\n");
    BOOST_TEST(run_shell(ours.ssh(ours.with_key()) + "flood 5000000 | wc -c").output == "5000000\n");
    BOOST_TEST(ssh(ours.with_key(), "unknown").status == 127);
    BOOST_TEST(ssh(ours.with_key("stranger"), "echo in").status == 255);

    const std::string script = ours.path("answer");
    const std::string asking = "-o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 ";
    const auto with_password = [&](const std::string& file) {
        std::ofstream{script} << "#!/bin/sh\ncat " << file << '\n';
        std::filesystem::permissions(script, std::filesystem::perms{0700});
        return run_shell("SSH_ASKPASS=" + shell_word(script) + " SSH_ASKPASS_REQUIRE=force " +
                         ours.ssh(asking) + "echo in");
    };
    BOOST_TEST(with_password(ours.path("password")).output == "in\n");
    BOOST_TEST(with_password(ours.path("user.pub")).status == 255);
}

BOOST_AUTO_TEST_CASE(openssh_client_with_each_algorithm, *precondition(needs_program{"ssh"})) {
    const server<modern> ours;
    const auto works = [&](const std::string& option, std::string_view name) {
        const std::string said =
            run_shell(ours.ssh(ours.with_key() + "-o " + option + "=" + std::string{name}) + "echo in")
                .output;
        BOOST_TEST(said == "in\n", option << " " << name << ": " << said);
    };
    // what this ssh does not know it refuses before it connects
    const auto work = [&](const std::string& option, const std::string& kind, const auto& names) {
        const auto known = testing::names_of_ssh(kind);
        std::size_t tried = 0;
        for (const std::string_view name : names) {
            if (std::ranges::find(known, name) == known.end()) {
                std::cout << "ssh does not know " << name << std::endl;
                continue;
            }
            works(option, name);
            ++tried;
        }
        BOOST_TEST(tried >= 4U, kind);
    };
    const suite_table& names = session<role::server, modern>::table();
    work("KexAlgorithms", "kex", names.kexes.names);
    work("HostKeyAlgorithms", "HostKeyAlgorithms", names.host_keys.names);
    work("Ciphers", "cipher", names.ciphers.names);
    work("Ciphers=aes192-ctr -o MACs", "mac", names.macs.names);
    works("Compression", "yes");
    // nothing in common
    BOOST_TEST(run_shell(ours.ssh(ours.with_key() + "-o Ciphers=aes128-cbc") + "echo in").status == 255);
}

BOOST_AUTO_TEST_CASE(openssh_client_while_keys_change, *precondition(needs_program{"ssh"})) {
    const server<modern> ours{64 * 1024};
    BOOST_TEST(run_shell(ours.ssh(ours.with_key()) + "flood 8000000 | wc -c").output == "8000000\n");
    BOOST_TEST(run_shell("head -c 4000000 /dev/zero | " + ours.ssh(ours.with_key() + "-o RekeyLimit=64K") +
                         "cat | wc -c")
                   .output == "4000000\n");
}

BOOST_AUTO_TEST_CASE(dropbear_client, *precondition(needs_program{"dbclient"})) {
    // it sends its first key exchange packet as a guess
    const server<modern> ours;
    const std::string dbclient =
        "HOME=" + shell_word(ours.path("")) + " timeout 60 dbclient -y -y -p " + ours.port() + " ";
    const std::string password = "DROPBEAR_PASSWORD=$(cat " + shell_word(ours.path("password")) + ") ";
    BOOST_TEST(run_shell(password + dbclient + "tester@127.0.0.1 echo in 2>/dev/null").output == "in\n");
    BOOST_TEST(run_shell(password + dbclient + "tester@127.0.0.1 exit 9").status == 9);
    const std::string refused =
        run_shell("DROPBEAR_PASSWORD=wrong " + dbclient + "tester@127.0.0.1 echo in 2>&1").output;
    BOOST_TEST(refused.find("exited: ") != refused.npos, refused);
    BOOST_TEST(refused.find("\nin\n") == refused.npos, refused);
    BOOST_TEST(run_shell("dropbearconvert openssh dropbear " + shell_word(ours.path("user")) + " " +
                         shell_word(ours.path("db_user")))
                   .status == 0);
    BOOST_TEST(run_shell(dbclient + "-i " + shell_word(ours.path("db_user")) +
                         " tester@127.0.0.1 echo in 2>/dev/null")
                   .output == "in\n");
}

BOOST_AUTO_TEST_CASE(plink_client, *precondition(needs_program{"plink"})) {
    const server<modern> ours;
    const auto plink = [&](const std::string& file, const std::string& command) {
        return run_shell(ours.plink(file) + command + " 2>/dev/null");
    };
    BOOST_TEST(plink("password", "echo in").output == "in\n");
    BOOST_TEST(plink("password", "exit 5").status == 5);
    BOOST_TEST(plink("user.pub", "echo in").status != 0);
}

} // namespace interop
