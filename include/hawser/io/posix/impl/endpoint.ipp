#pragma once

#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/io/posix/endpoint.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

class resolve_category_type final : public std::error_category {
  public:
    const char* name() const noexcept override { return "resolve"; }
    std::string message(int value) const override {
        switch (static_cast<resolve_error>(value)) {
        case resolve_error::host_not_found: return "no such host is known";
        case resolve_error::temporary_failure: return "the host name could not be looked up just now";
        case resolve_error::failed: return "looking up the host name failed";
        case resolve_error::no_address: return "the host has no address of the kind asked for";
        }
        return "unknown resolver error";
    }
};

} // namespace detail

HAWSER_DECL const std::error_category& resolve_category() noexcept {
    static const detail::resolve_category_type category;
    return category;
}

HAWSER_DECL std::error_code resolve_error_of(int eai) noexcept {
    switch (eai) {
    case EAI_NONAME: return resolve_error::host_not_found;
    case EAI_AGAIN: return resolve_error::temporary_failure;
#if defined(EAI_NODATA)
    case EAI_NODATA: return resolve_error::no_address;
#endif
#if defined(EAI_ADDRFAMILY)
    case EAI_ADDRFAMILY: return resolve_error::no_address;
#endif
    case EAI_FAMILY: return resolve_error::no_address;
    case EAI_MEMORY: return std::make_error_code(std::errc::not_enough_memory);
    // some resolvers say so without having set errno, and an error that is none must not leave here
    case EAI_SYSTEM:
        if (errno != 0) return {errno, std::system_category()};
        return resolve_error::failed;
    default: return resolve_error::failed;
    }
}

HAWSER_DECL std::uint16_t endpoint::port() const noexcept {
    if (family() == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
    if (family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
    return 0;
}

HAWSER_DECL std::string endpoint::host_text() const {
    if (family() == AF_UNIX) {
        const auto* path = reinterpret_cast<const sockaddr_un*>(&storage)->sun_path;
        const std::size_t room =
            size > offsetof(sockaddr_un, sun_path) ? size - offsetof(sockaddr_un, sun_path) : 0;
        const std::size_t length = ::strnlen(path, room);
        return length == 0 ? "unnamed" : escape_text({path, length});
    }
    char text[NI_MAXHOST];
    if (::getnameinfo(address(), size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0) return "unknown";
    return text;
}

HAWSER_DECL std::string endpoint::text() const {
    const bool is_ip = family() == AF_INET || family() == AF_INET6;
    return is_ip ? host_text() + " port " + std::to_string(port()) : host_text();
}

HAWSER_DECL result<std::string> checked_host(std::string_view host) {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    bool odd = false;
    for (char c : host) odd |= static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (host.empty() || host.size() > 253 || host.front() == '-' || odd) return usage_error::invalid_argument;
    return std::string{host};
}

HAWSER_DECL result<std::vector<endpoint>> resolve(std::string_view host, std::uint16_t port,
                                                  address_family family) {
    std::string name;
    if (!host.empty()) {
        auto checked = checked_host(host);
        if (!checked) return checked.error();
        name = *std::move(checked);
    }
    addrinfo hints{};
    hints.ai_family = family == address_family::ipv4   ? AF_INET
                      : family == address_family::ipv6 ? AF_INET6
                                                       : AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | (name.empty() ? AI_PASSIVE : 0);
    addrinfo* list = nullptr;
    const int failed =
        ::getaddrinfo(name.empty() ? nullptr : name.c_str(), std::to_string(port).c_str(), &hints, &list);
    if (failed != 0) return resolve_error_of(failed);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{list, &::freeaddrinfo};

    std::vector<endpoint> first_family, other_family;
    for (const addrinfo* a = list; a != nullptr; a = a->ai_next) {
        if (first_family.size() + other_family.size() == limits::addresses_of_host) break;
        if ((a->ai_family != AF_INET && a->ai_family != AF_INET6) || a->ai_addrlen > sizeof(sockaddr_storage))
            continue;
        endpoint e;
        std::memcpy(&e.storage, a->ai_addr, a->ai_addrlen);
        e.size = a->ai_addrlen;
        auto& group =
            first_family.empty() || first_family.front().family() == e.family() ? first_family : other_family;
        group.push_back(e);
    }
    std::vector<endpoint> out;
    for (std::size_t i = 0; i < std::max(first_family.size(), other_family.size()); ++i) {
        if (i < first_family.size()) out.push_back(first_family[i]);
        if (i < other_family.size()) out.push_back(other_family[i]);
    }
    if (out.empty()) return resolve_error::no_address;
    return out;
}

HAWSER_DECL result<endpoint> unix_endpoint(std::string_view path) {
    if (path.empty() || path.find('\0') != std::string_view::npos) return usage_error::invalid_argument;
    endpoint e;
    auto* un = reinterpret_cast<sockaddr_un*>(&e.storage);
    if (path.size() >= sizeof un->sun_path) return std::errc::filename_too_long;
    un->sun_family = AF_UNIX;
    std::memcpy(un->sun_path, path.data(), path.size());
    e.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
    return e;
}

} // namespace hawser::inline HAWSER_ABI::io::posix
