#pragma once

#include <hawser/auth/public_key.hpp>
#include <hawser/core/error.hpp>

namespace hawser::inline HAWSER_ABI::auth {

HAWSER_DECL result<method_step> public_key::start(client_auth& login, const method_context& context) {
    left_ = context.algorithms_for(format_);
    if (left_.empty()) unusable_ = usage_error::key_type_not_supported;
    if (context.has_server_sig_algs) {
        const wire::name_list known{context.server_sig_algs};
        std::erase_if(left_, [&](std::string_view algorithm) { return !known.contains(algorithm); });
        if (left_.empty() && !unusable_) unusable_ = protocol_error::no_common_algorithm;
    }
    return try_next(login, context);
}

HAWSER_DECL result<method_step> public_key::on_event(client_auth& login, const method_context& context,
                                                     const event&) {
    return try_next(login, context);
}

HAWSER_DECL result<method_step> public_key::try_next(client_auth& login, const method_context& context) {
    while (!left_.empty()) {
        const std::string_view algorithm = left_.front();
        left_.erase(left_.begin());
        byte_buffer data{limits::packet};
        wire::writer w{data};
        write_signed_request(w, context.session_id, login.user(), login.service(), algorithm, blob_);
        if (auto written = w.finish(); !written) return written.error();
        byte_buffer signature{limits::key_blob};
        if (key_) {
            if (auto made = context.sign(*key_, algorithm, data.view(), signature); !made) {
                unusable_ = made.error();
                // What failed here is not the key.
                if (unusable_ == security_error::random_failed || unusable_ == security_error::backend_failed)
                    return unusable_;
                continue;
            }
        } else {
            auto made = signer_(algorithm, blob_, data.view());
            // An agent that refuses one key may still sign with the next.
            if (!made) {
                unusable_ = made.error();
                continue;
            }
            if (auto kept = signature.append(*made); !kept) return kept.error();
        }
        if (auto sent = login.try_public_key(algorithm, blob_, signature.view()); !sent) return sent.error();
        unusable_.clear();
        return method_step::waiting;
    }
    if (unusable_ && context.on_unusable_key) context.on_unusable_key(blob_, unusable_);
    return method_step::exhausted;
}

} // namespace hawser::inline HAWSER_ABI::auth
