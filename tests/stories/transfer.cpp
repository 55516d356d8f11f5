// Files over SFTP through whole sessions, in pieces of every size.

#include "support/checking_memory.hpp"
#include "support/story_sftp.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

void check_transfer(story& s, const story_sftp& files) {
    BOOST_TEST(files.put_is_done());
    BOOST_TEST(files.arrived());
    BOOST_TEST(files.get_is_done());
    BOOST_TEST(files.is_right());
    BOOST_TEST(s.is_happy());
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_transfer)

BOOST_AUTO_TEST_CASE(a_large_file_there_and_back) {
    checking_memory memory;
    story_options options;
    options.client_memory = &memory;
    story s{std::move(options)};
    story_sftp files{s, 1, 16 * 1024 * 1024};
    s.run();
    check_transfer(s, files);
    BOOST_TEST(memory.most_held < 6u * 1024 * 1024);
}

BOOST_AUTO_TEST_CASE(replies_arrive_in_fragments) {
    // The server's packets and window cut its replies, and the wire cuts the packets.
    for (const std::uint32_t packet : {1u, 7u, 1000u}) {
        BOOST_TEST_CONTEXT("packets of " << packet) {
            story_options options;
            options.client.connection.channel.maximum_packet = packet;
            options.server.connection.channel.maximum_packet = packet;
            options.link.seed = packet;
            options.link.pipe.capacity = 1000;
            story s{std::move(options)};
            story_sftp files{s, packet, packet == 1 ? 2'000u : 200'000u};
            s.run();
            check_transfer(s, files);
        }
    }
}

BOOST_AUTO_TEST_CASE(while_keys_change_and_others_are_busy) {
    story_options options;
    options.client.transport.rekey_bytes = options.server.transport.rekey_bytes = 64 * 1024;
    story s{std::move(options)};
    s.both(5, 1'000'000);
    story_sftp files{s, 1, 2 * 1024 * 1024};
    s.run();
    check_transfer(s, files);
    BOOST_TEST(s.client.key_exchanges() > 5u);
}

BOOST_AUTO_TEST_SUITE_END()
