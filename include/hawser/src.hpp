#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: the non-template bodies.

#if !defined(HAWSER_SEPARATE_COMPILATION)
#error "define HAWSER_SEPARATE_COMPILATION for the whole program to use <hawser/src.hpp>"
#endif

#include <hawser/core/config.hpp>
#include <hawser/algorithm/compression/impl/zlib.ipp>
#include <hawser/algorithm/kdf/impl/bcrypt_pbkdf.ipp>
#include <hawser/auth/impl/client_auth.ipp>
#include <hawser/auth/impl/server_auth.ipp>
#include <hawser/connection/impl/channel_table.ipp>
#include <hawser/connection/impl/multiplexer_incoming.ipp>
#include <hawser/connection/impl/multiplexer_outgoing.ipp>
#include <hawser/connection/impl/pending_answers.ipp>
#include <hawser/core/impl/byte_buffer.ipp>
#include <hawser/core/impl/diagnostic.ipp>
#include <hawser/core/impl/error.ipp>
#include <hawser/io/memory/impl/pipe.ipp>
#include <hawser/keys/impl/agent_messages.ipp>
#include <hawser/keys/impl/base64.ipp>
#include <hawser/keys/impl/fingerprint.ipp>
#include <hawser/keys/impl/known_hosts.ipp>
#include <hawser/keys/impl/openssh_format.ipp>
#include <hawser/keys/impl/parse_private_key.ipp>
#include <hawser/keys/impl/pem.ipp>
#include <hawser/keys/impl/pem_format.ipp>
#include <hawser/keys/impl/private_key.ipp>
#include <hawser/keys/impl/public_key.ipp>
#include <hawser/sftp/impl/attributes.ipp>
#include <hawser/sftp/impl/client_engine.ipp>
#include <hawser/sftp/impl/client_output.ipp>
#include <hawser/sftp/impl/client_replies.ipp>
#include <hawser/sftp/impl/download.ipp>
#include <hawser/sftp/impl/extensions.ipp>
#include <hawser/sftp/impl/names.ipp>
#include <hawser/sftp/impl/packet_reader.ipp>
#include <hawser/sftp/impl/range_set.ipp>
#include <hawser/sftp/impl/request_table.ipp>
#include <hawser/sftp/impl/status.ipp>
#include <hawser/sftp/impl/upload.ipp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/impl/negotiate.ipp>
#include <hawser/suite/impl/preferences.ipp>
#include <hawser/wire/impl/outbox.ipp>
