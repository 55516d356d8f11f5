#include <hawser/sftp/transfer.hpp>

#include "unit/sftp/transfers.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_CASE(an_engine_that_fails_takes_its_transfers_with_it) {
    getting link;
    link.server.add("/f", pattern(9 * common));
    link.start("/f");
    (void)link.send_some();
    (void)link.receive_some();
    (void)link.send_some();
    link.engine.on_end();
    link.drain();
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == remote_error::no_reply);
}

BOOST_AUTO_TEST_CASE(many_downloads_share_an_engine) {
    sftp_link link;
    std::vector<std::unique_ptr<local_file>> files;
    std::vector<std::unique_ptr<download>> transfers;
    BOOST_REQUIRE(link.engine.start());
    for (int i = 0; i < 50; ++i) {
        const std::string path = "/f" + std::to_string(i);
        link.server.add(path, pattern(static_cast<std::size_t>(i) * 1500));
        files.push_back(std::make_unique<local_file>());
        transfers.push_back(std::make_unique<download>(link.engine, *files.back()));
        BOOST_REQUIRE(transfers.back()->start(path));
    }
    link.handler = [&](const event& e) {
        for (auto& t : transfers)
            if (t->on_event(e)) break;
    };
    link.run();
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        BOOST_TEST(transfers[i]->is_done());
        BOOST_TEST((files[i]->text == pattern(i * 1500)));
    }
    BOOST_TEST(link.server.open.empty());
}

BOOST_AUTO_TEST_CASE(transfers_go_on_after_the_engine_had_no_room) {
    putting link;
    link.local.text = pattern(3 * common);
    link.start("/f", {});
    link.server.add("/", "");
    std::size_t made = 0;
    while (link.engine.stat("/")) ++made;
    link.run();
    link.transfer->advance();
    link.run();
    link.check_end();
    BOOST_TEST((link.remote("/f") == link.local.text));
    BOOST_TEST(made > 4000U);
}

} // namespace
