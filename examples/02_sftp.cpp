// Puts a file on a server, lists the folder, and gets the file back.
//
//     02_sftp host port user key-file local-file remote-folder

#include <hawser/client.hpp>
#include <hawser/suite/modern.hpp>

#include <fstream>
#include <iostream>

namespace {

using client = hawser::client<hawser::modern>;

//[put]
void upload(hawser::sftp_client<client>& files, const std::string& from, const std::string& to) {
    std::ifstream file{from, std::ios::binary};
    const auto source = [&](std::uint64_t, hawser::byte_span room) -> hawser::result<std::size_t> {
        file.read(reinterpret_cast<char*>(room.data()), static_cast<std::streamsize>(room.size()));
        if (file.bad()) return std::errc::io_error;
        return static_cast<std::size_t>(file.gcount()); // 0 at the end
    };
    auto done = files.put(source, to);
    hawser::throw_if(std::move(done.problem));
    std::cout << "put " << done.confirmed << " bytes\n";
}
//[/put]

} // namespace

int main(int argc, char** argv) try {
    if (argc != 7) return std::cerr << "usage: 02_sftp host port user key-file local-file remote-folder\n", 2;
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[2]));
    client to{
        hawser::connect<hawser::modern>(argv[1], port, hawser::accept_known{hawser::user_known_hosts()})};
    to.authenticate(argv[3], hawser::key_file(argv[4]));
    //[list]
    hawser::sftp_client files{to};
    const std::string folder = argv[6];
    upload(files, argv[5], folder + "/hawser-example");
    for (const hawser::directory_entry& entry : files.list(folder))
        std::cout << hawser::escape_text(entry.name) << ' ' << entry.attributes.size.value_or(0) << '\n';
    std::cout << "got " << files.read_file(folder + "/hawser-example").size() << " bytes\n";
    files.remove(folder + "/hawser-example");
    //[/list]
    return 0;
} catch (const hawser::error& e) {
    return std::cerr << e.what() << '\n', 255;
}
