#pragma once

#include <hawser/session/host_verifier.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

HAWSER_DECL host_key_problem problem_with(const shown_host_key& key) {
    return {keys::known_host_name(key.host, key.port),
            std::string{key.algorithm},
            keys::fingerprint_sha256(key.blob),
            {}};
}

} // namespace detail

HAWSER_DECL std::error_code accept_known::operator()(const shown_host_key& key, diagnostic& details) const {
    const keys::host_key_check found = known_.check(key.host, key.port, key.blob);
    if (found.status == keys::host_key_status::known) return {};
    host_key_problem problem = detail::problem_with(key);
    if (found.entry != nullptr) {
        problem.known =
            keys::fingerprint_sha256(found.entry->key.blob) + " of line " + std::to_string(found.entry->line);
        if (!found.entry->source.empty()) problem.known += " in " + found.entry->source;
    }
    details = std::move(problem);
    switch (found.status) {
    case keys::host_key_status::revoked: return security_error::host_key_revoked;
    case keys::host_key_status::changed: return security_error::host_key_changed;
    default: return security_error::host_key_unknown;
    }
}

HAWSER_DECL std::error_code accept_fingerprint::operator()(const shown_host_key& key,
                                                           diagnostic& details) const {
    const auto wanted = keys::parse_fingerprint(text_);
    if (wanted) {
        const auto shown = keys::fingerprint_of(key.blob, wanted->hash());
        if (shown && *shown == *wanted) return {};
    }
    host_key_problem problem = detail::problem_with(key);
    problem.known = wanted ? text_ : "a fingerprint, and \"" + escape_text(text_, 80) + "\" is none";
    details = std::move(problem);
    return security_error::host_key_rejected;
}

} // namespace hawser::inline HAWSER_ABI
