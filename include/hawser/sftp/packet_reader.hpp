#pragma once
// Cuts the bytes of a channel into SFTP packets. DATA is passed on in the pieces it arrives in, without a
// copy; all other packets are handed over whole, where they lie if possible (draft-ietf-secsh-filexfer-02,
// section 3).

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/sftp/packet.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::sftp {

/// `feed` a view, then call `next` until it finds nothing; the view is used up then.
class packet_reader {
  public:
    enum class found : std::uint8_t {
        nothing,
        /// type() and body().
        packet,
        /// A DATA packet begins: data_id(), data_size(). Its pieces follow.
        data_header,
        /// bytes() and is_last().
        data_piece,
        malformed,
        out_of_memory,
    };

    explicit packet_reader(std::pmr::memory_resource* memory) noexcept
        : collected_{limits::sftp_packet, memory} {}

    /// Precondition: everything fed earlier is used up. The bytes must stay until then.
    void feed(byte_view bytes) noexcept {
        HAWSER_ASSERT(input_.empty());
        input_ = bytes;
    }
    found next();

    packet_type type() const noexcept { return static_cast<packet_type>(header_[4]); }
    /// The packet after its type, request id first. Lives, like bytes(), until the next call.
    byte_view body() const noexcept { return body_; }
    std::uint32_t data_id() const noexcept { return load_u32(header_.data() + 5); }
    std::uint32_t data_size() const noexcept { return load_u32(header_.data() + 9); }
    byte_view bytes() const noexcept { return body_; }
    bool is_last() const noexcept { return left_ == 0; }
    /// What is wrong with a malformed packet.
    std::string_view problem() const noexcept { return problem_; }

    /// Whether the bytes so far end between two packets.
    bool at_boundary() const noexcept {
        return stage_ == stage::header && header_size_ == 0 && input_.empty();
    }
    /// Gives back what a large packet needed.
    void release_memory() noexcept {
        if (collected_.empty()) collected_.release();
    }
    std::size_t memory_in_use() const noexcept { return collected_.capacity(); }

  private:
    enum class stage : std::uint8_t { header, body, data, broken };
    static constexpr std::size_t short_header = 4 + 1;
    static constexpr std::size_t data_header = short_header + 4 + 4;

    bool collect_header(std::size_t size) noexcept;
    found fail(std::string_view problem) noexcept;

    byte_view input_;
    byte_view body_;
    std::string_view problem_;
    byte_buffer collected_;
    std::array<std::byte, data_header> header_{};
    std::size_t header_size_ = 0;
    /// Bytes of the body, or of the data, still to come.
    std::uint32_t left_ = 0;
    stage stage_ = stage::header;
    /// The packet handed over last lies in collected_.
    bool collected_is_done_ = false;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/packet_reader.ipp>
#endif
