#include <hawser/client/sftp.hpp>
#include <hawser/client/sftp_channel.hpp>

#include "unit/client/served_client.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(sftp_channels)

BOOST_AUTO_TEST_CASE(subsystem_and_version_leave_in_one_go, *boost::unit_test::label("SC-V-003")) {
    served_client s;
    s.log_in();
    sftp_channel channel{std::pmr::get_default_resource()};
    connection::channel_id id;
    BOOST_TEST(s.client.open_session_channel(channel, id, connection::channel_options{}).text() == "");
    channel.attach(s.client.session().connection(), id);
    BOOST_TEST(!channel.is_ready());
    BOOST_TEST(s.client.drive({}, [&] { return channel.is_ready() || channel.is_over(); }).text() == "");
    BOOST_TEST(channel.is_ready());
    BOOST_TEST(!channel.is_over());
    BOOST_TEST(!channel.problem());
    s.client.router().remove(channel);
}

BOOST_AUTO_TEST_CASE(a_server_without_the_subsystem_is_told_at_once, *boost::unit_test::label("SC-V-003")) {
    served_client s;
    s.log_in();
    s.server.app.script = [&](const session_event& e) {
        const auto* asked = e.as<connection::channel_request>();
        if (asked == nullptr || asked->type != wire::subsystem_request::name) return false;
        (void)s.server.session.connection().reply(asked->id, false);
        return true;
    };
    sftp_client files{s.client};
    const failure out = files.open();
    BOOST_TEST((out.code == remote_error::request_refused));
    BOOST_TEST((files.open().code == remote_error::request_refused));
    BOOST_TEST(throws(remote_error::request_refused, [&] { files.read_file("/a"); }));
}

BOOST_AUTO_TEST_CASE(a_refused_channel_tells_the_servers_words) {
    served_client s;
    s.log_in();
    s.server.app.script = [&](const session_event& e) {
        const auto* open = e.as<connection::channel_open_requested>();
        if (open == nullptr) return false;
        (void)s.server.session.connection().refuse(open->id, wire::open_failure_reason::resource_shortage,
                                                   "full");
        return true;
    };
    sftp_client files{s.client};
    const failure out = files.open();
    BOOST_TEST((out.code == remote_error::channel_open_refused));
    BOOST_TEST(out.details.as<channel_refused>()->text == "full");
}

BOOST_AUTO_TEST_CASE(a_server_that_ends_the_subsystem_ends_what_waits) {
    served_client s;
    s.log_in();
    sftp_client files{s.client};
    BOOST_TEST(files.open().text() == "");
    s.server.app.script = [&](const session_event& e) {
        const auto* data = e.as<connection::channel_data>();
        if (data == nullptr) return false;
        (void)s.server.session.connection().close(data->id);
        return true;
    };
    failure out;
    files.stat("/a", out);
    BOOST_TEST(static_cast<bool>(out));
    BOOST_TEST((blame_of(out.code) == blame::peer));
    BOOST_TEST(!s.client.session().is_closed());
}

BOOST_AUTO_TEST_CASE(a_server_that_talks_nonsense_ends_the_channel_and_not_the_session,
                     *boost::unit_test::label("ER-1105-F")) {
    served_client s;
    s.log_in();
    sftp_client files{s.client};
    BOOST_TEST(files.open().text() == "");
    s.server.app.script = [&](const session_event& e) {
        const auto* data = e.as<connection::channel_data>();
        if (data == nullptr) return false;
        (void)s.server.session.connection().send(data->id, connection::data_stream::standard,
                                                 as_bytes("\xff\xff\xff\xff nonsense"));
        return true;
    };
    failure out;
    files.stat("/a", out);
    BOOST_TEST((out.code == protocol_error::sftp_malformed));
    BOOST_TEST(!s.client.session().is_closed());
    BOOST_TEST(!s.client.session().error());
}

BOOST_AUTO_TEST_SUITE_END()
