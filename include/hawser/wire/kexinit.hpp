#pragma once
// SSH_MSG_KEXINIT: what one side offers (RFC 4253, section 7.1).

#include <hawser/wire/message.hpp>
#include <hawser/wire/name_list.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::wire {

/// Ten name-lists, best first; a received cipher list may end with a comma. `reserved` is 0 on sending and
/// kept, not judged, on receiving.
struct kexinit {
    static constexpr message_number number = message_number::kexinit;
    static constexpr std::string_view title = "SSH_MSG_KEXINIT";
    static constexpr std::size_t cookie_size = 16;

    std::array<std::byte, cookie_size> cookie{};
    std::string_view kex_algorithms;
    std::string_view server_host_key_algorithms;
    std::string_view encryption_client_to_server;
    std::string_view encryption_server_to_client;
    std::string_view mac_client_to_server;
    std::string_view mac_server_to_client;
    std::string_view compression_client_to_server;
    std::string_view compression_server_to_client;
    std::string_view languages_client_to_server;
    std::string_view languages_server_to_client;
    bool first_kex_packet_follows = false;
    std::uint32_t reserved = 0;

    void encode(writer& w) const {
        w.raw(cookie);
        w.string(kex_algorithms).string(server_host_key_algorithms);
        w.string(encryption_client_to_server).string(encryption_server_to_client);
        w.string(mac_client_to_server).string(mac_server_to_client);
        w.string(compression_client_to_server).string(compression_server_to_client);
        w.string(languages_client_to_server).string(languages_server_to_client);
        w.boolean(first_kex_packet_follows).u32(reserved);
    }
    static kexinit decode(reader& r) {
        kexinit m;
        const byte_view cookie = r.take(cookie_size);
        std::copy(cookie.begin(), cookie.end(), m.cookie.begin());
        m.kex_algorithms = read_name_list(r);
        m.server_host_key_algorithms = read_name_list(r);
        m.encryption_client_to_server = read_ciphers(r);
        m.encryption_server_to_client = read_ciphers(r);
        m.mac_client_to_server = read_name_list(r);
        m.mac_server_to_client = read_name_list(r);
        m.compression_client_to_server = read_name_list(r);
        m.compression_server_to_client = read_name_list(r);
        m.languages_client_to_server = read_name_list(r);
        m.languages_server_to_client = read_name_list(r);
        m.first_kex_packet_follows = r.boolean();
        m.reserved = r.u32();
        return m;
    }

  private:
    /// libssh 0.9 and 0.10 end their cipher lists with a comma. One there is dropped, so that we can talk to
    /// them.
    static std::string_view read_ciphers(reader& r) noexcept {
        std::string_view text = r.text();
        if (text.size() > 1 && text.back() == ',') text.remove_suffix(1);
        if (is_name_list(text)) return text;
        r.fail("name-list is not well formed");
        return {};
    }
};

} // namespace hawser::inline HAWSER_ABI::wire
