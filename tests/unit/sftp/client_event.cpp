#include <hawser/sftp/client_event.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser::sftp;

BOOST_AUTO_TEST_CASE(every_reply_names_its_owner) {
    int me = 0;
    status_reply status;
    status.owner = &me;
    handle_reply handle;
    handle.owner = &me;
    data_fragment data;
    data.owner = &me;
    const event events[] = {status,
                            handle,
                            data,
                            names_reply{{}, &me, {}},
                            path_reply{{}, &me, {}},
                            attributes_reply{{}, &me, {}},
                            statistics_reply{{}, &me, {}},
                            extended_reply{{}, &me, {}}};
    for (const event& e : events) BOOST_TEST(owner_of(e) == &me);
    BOOST_TEST(owner_of(event{ready{}}) == nullptr);
    BOOST_TEST(owner_of(event{failed{}}) == nullptr);
}

} // namespace
