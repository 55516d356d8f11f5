#pragma once
// An SFTP version 3 server over a file tree in memory, for tests. It answers packets one by one; a script may
// answer in its place, hold answers back or send anything at all.

#include <hawser/sftp/attributes.hpp>
#include <hawser/sftp/extensions.hpp>
#include <hawser/sftp/packet.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hawser::testing {

class sftp_responder {
  public:
    using type = sftp::packet_type;

    struct node {
        byte_vector content;
        std::uint32_t mode = 0100644;
        std::uint32_t modified = 1000;
        std::string target;
        /// The size to tell, when it is not the content's (as /proc does).
        std::optional<std::uint64_t> told_size;
    };
    struct incoming {
        type kind{};
        std::uint32_t id = 0;
        /// What follows the id (INIT: the version).
        byte_view fields;
    };

    std::map<std::string, node> tree;
    /// Answers in place of the server when it returns true.
    std::function<bool(const incoming&)> script;
    std::uint32_t version = 3;
    std::vector<std::pair<std::string, std::string>> extensions;
    /// limits@openssh.com: packet, read, write, handles.
    std::array<std::uint64_t, 4> limits{256 * 1024, 255 * 1024, 255 * 1024, 1000};
    /// Answers to READ are cut to this.
    std::size_t most_read = 1024 * 1024;
    /// While set, answers wait in `held`.
    bool hold = false;
    std::deque<byte_vector> held;
    /// What came, and what is open.
    std::vector<type> log;
    std::map<std::string, std::string> open;
    std::size_t most_outstanding_held = 0;
    /// READs and WRITEs: offset and length as they came.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;

    void add(std::string path, std::string_view text, std::uint32_t mode = 0100644) {
        tree[std::move(path)] = {to_vector(as_bytes(text)), mode, 1000, {}, {}};
    }
    std::size_t count(type t) const {
        return static_cast<std::size_t>(std::count(log.begin(), log.end(), t));
    }

    /// Bytes from the client; whole packets are answered.
    void on_data(byte_view bytes) {
        input_.insert(input_.end(), bytes.begin(), bytes.end());
        std::size_t at = 0;
        while (input_.size() - at >= 4) {
            const std::size_t length = load_u32(input_.data() + at);
            if (input_.size() - at - 4 < length) break;
            answer(byte_view{input_}.subspan(at + 4, length));
            at += 4 + length;
        }
        input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    bool at_boundary() const { return input_.empty(); }

    /// Bytes for the client.
    byte_vector take_output() { return std::exchange(output_, {}); }
    bool has_output() const { return !output_.empty(); }

    /// Sends a held answer.
    void release(std::size_t index) {
        output_.insert(output_.end(), held[index].begin(), held[index].end());
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(index));
    }
    void release_all(bool reversed = false) {
        while (!held.empty()) release(reversed ? held.size() - 1 : 0);
    }

    // --- answers ---

    void send_raw(byte_view bytes) { output_.insert(output_.end(), bytes.begin(), bytes.end()); }
    template <class Fields>
    void send(type t, Fields&& fields) {
        byte_buffer buffer;
        wire::writer w{buffer};
        w.u32(0).u8(static_cast<std::uint8_t>(t));
        fields(w);
        store_u32(buffer.span().data(), static_cast<std::uint32_t>(buffer.size() - 4));
        if (hold) {
            held.push_back(to_vector(buffer.view()));
            most_outstanding_held = std::max(most_outstanding_held, held.size());
        } else {
            send_raw(buffer.view());
        }
    }
    void send_status(std::uint32_t id, std::uint32_t code, std::string_view text = "text") {
        send(type::status,
             [&](wire::writer& w) { w.u32(id).u32(code).string(text).string(std::string_view{"en"}); });
    }
    void send_handle(std::uint32_t id, std::string_view handle) {
        send(type::handle, [&](wire::writer& w) { w.u32(id).string(handle); });
    }
    void send_data(std::uint32_t id, byte_view data) {
        send(type::data, [&](wire::writer& w) { w.u32(id).string(data); });
    }
    void send_attributes(std::uint32_t id, const sftp::attributes& a) {
        send(type::attrs, [&](wire::writer& w) {
            w.u32(id);
            a.encode(w);
        });
    }
    void send_names(std::uint32_t id, const std::vector<std::string>& names) {
        send(type::name, [&](wire::writer& w) {
            w.u32(id).u32(static_cast<std::uint32_t>(names.size()));
            for (const auto& name : names) {
                w.string(name).string("-rw-r--r-- 1 %n%s \x1b[31m " + name);
                sftp::attributes{}.encode(w);
            }
        });
    }
    static sftp::attributes attributes_of(const node& n) {
        sftp::attributes a;
        a.size = n.told_size.value_or(n.content.size());
        a.permissions = n.mode;
        a.time = sftp::attributes::times{n.modified, n.modified};
        return a;
    }

  private:
    static std::string parent_of(const std::string& path) {
        const auto slash = path.rfind('/');
        return slash == 0 ? "/" : path.substr(0, slash);
    }
    node* find(const std::string& path) {
        const auto at = tree.find(path);
        return at == tree.end() ? nullptr : &at->second;
    }
    node* of_handle(const std::string& handle) {
        const auto at = open.find(handle);
        return at == open.end() ? nullptr : find(at->second);
    }
    void set(node& n, const sftp::attributes& a) {
        if (a.size) n.content.resize(static_cast<std::size_t>(*a.size));
        if (a.permissions) n.mode = (n.mode & 0170000U) | (*a.permissions & 07777U);
        if (a.time) n.modified = a.time->modified;
    }

    void answer(byte_view packet) {
        wire::reader r{packet};
        incoming in;
        in.kind = static_cast<type>(r.u8());
        if (in.kind != type::init) in.id = r.u32();
        in.fields = packet.subspan(r.offset());
        log.push_back(in.kind);
        if (in.kind == type::read || in.kind == type::write) {
            wire::reader f{in.fields};
            (void)f.string();
            const std::uint64_t offset = f.u64();
            ranges.emplace_back(offset, f.u32());
        }
        if (script && script(in)) return;
        serve(in);
    }

    void serve(const incoming& in) {
        wire::reader r{in.fields};
        const std::uint32_t id = in.id;
        switch (in.kind) {
        case type::init:
            return send(type::version, [&](wire::writer& w) {
                w.u32(version);
                for (const auto& [name, data] : extensions) w.string(name).string(data);
            });
        case type::open: {
            const std::string path{r.text()};
            const std::uint32_t flags = r.u32();
            const auto initial = sftp::attributes::decode(r);
            node* n = find(path);
            if (n == nullptr && (flags & 8) == 0) return send_status(id, 2);
            if (n != nullptr && (flags & 32) != 0) return send_status(id, 4);
            if (n == nullptr) {
                n = &tree[path];
                set(*n, initial);
            }
            if ((flags & 16) != 0) n->content.clear();
            return open_as(id, path);
        }
        case type::opendir: {
            const std::string path{r.text()};
            if (find(path) == nullptr) return send_status(id, 2);
            return open_as(id, path);
        }
        case type::close: {
            const std::string handle{r.text()};
            listed_.erase(handle);
            return send_status(id, open.erase(handle) != 0 ? 0 : 4);
        }
        case type::read: {
            node* n = of_handle(std::string{r.text()});
            const std::uint64_t offset = r.u64();
            const std::size_t length = std::min<std::size_t>(r.u32(), most_read);
            if (n == nullptr) return send_status(id, 4);
            if (offset >= n->content.size()) return send_status(id, 1, "End of file");
            const std::size_t at = static_cast<std::size_t>(offset);
            return send_data(id, byte_view{n->content}.subspan(at, std::min(length, n->content.size() - at)));
        }
        case type::write: {
            node* n = of_handle(std::string{r.text()});
            const std::size_t offset = static_cast<std::size_t>(r.u64());
            const byte_view data = r.string();
            if (n == nullptr || !r.finish()) return send_status(id, 4);
            n->content.resize(std::max(n->content.size(), offset + data.size()));
            std::copy(data.begin(), data.end(), n->content.begin() + static_cast<std::ptrdiff_t>(offset));
            return send_status(id, 0);
        }
        case type::stat:
        case type::lstat: {
            node* n = find(std::string{r.text()});
            return n == nullptr ? send_status(id, 2) : send_attributes(id, attributes_of(*n));
        }
        case type::fstat: {
            node* n = of_handle(std::string{r.text()});
            return n == nullptr ? send_status(id, 4) : send_attributes(id, attributes_of(*n));
        }
        case type::setstat:
        case type::fsetstat: {
            const std::string name{r.text()};
            node* n = in.kind == type::setstat ? find(name) : of_handle(name);
            if (n == nullptr) return send_status(id, 2);
            set(*n, sftp::attributes::decode(r));
            return send_status(id, 0);
        }
        case type::readdir: {
            const std::string handle{r.text()};
            if (open.count(handle) == 0) return send_status(id, 4);
            if (!listed_.emplace(handle, true).second) return send_status(id, 1);
            std::vector<std::string> names{".", ".."};
            for (const auto& [path, n] : tree)
                if (path != "/" && parent_of(path) == open[handle])
                    names.push_back(path.substr(path.rfind('/') + 1));
            return send_names(id, names);
        }
        case type::mkdir: return make(id, std::string{r.text()}, {{}, 0040755, 1000, {}, {}});
        case type::remove:
        case type::rmdir: return send_status(id, tree.erase(std::string{r.text()}) != 0 ? 0 : 2);
        case type::rename: {
            const std::string from{r.text()};
            return move(id, from, std::string{r.text()}, false);
        }
        case type::symlink: {
            // As OpenSSH reads them.
            const std::string target{r.text()};
            return make(id, std::string{r.text()}, {{}, 0120777, 1000, target, {}});
        }
        case type::readlink: {
            node* n = find(std::string{r.text()});
            return n == nullptr ? send_status(id, 2) : send_names(id, {n->target});
        }
        case type::realpath: {
            const std::string path{r.text()};
            return send_names(id, {path == "." ? "/home" : path});
        }
        case type::extended: return serve_extension(id, r);
        default: return send_status(id, 8);
        }
    }

    void serve_extension(std::uint32_t id, wire::reader& r) {
        const std::string_view name = r.text();
        if (name == sftp::extension::limits)
            return send(type::extended_reply, [&](wire::writer& w) {
                w.u32(id);
                for (std::uint64_t limit : limits) w.u64(limit);
            });
        if (name == sftp::extension::statvfs)
            return send(type::extended_reply, [&](wire::writer& w) {
                w.u32(id);
                for (std::uint64_t i = 1; i <= 11; ++i) w.u64(i);
            });
        if (name == sftp::extension::posix_rename) {
            const std::string from{r.text()};
            return move(id, from, std::string{r.text()}, true);
        }
        if (name == sftp::extension::fsync)
            return send_status(id, of_handle(std::string{r.text()}) != nullptr ? 0 : 4);
        if (name == sftp::extension::hardlink) {
            node* n = find(std::string{r.text()});
            if (n == nullptr) return send_status(id, 2);
            return make(id, std::string{r.text()}, *n);
        }
        send_status(id, 8);
    }

    void open_as(std::uint32_t id, const std::string& path) {
        const std::string handle = "h" + std::to_string(next_handle_++);
        open[handle] = path;
        send_handle(id, handle);
    }
    void make(std::uint32_t id, const std::string& path, node n) {
        send_status(id, tree.emplace(path, std::move(n)).second ? 0 : 4);
    }
    void move(std::uint32_t id, const std::string& from, const std::string& to, bool replace) {
        const auto at = tree.find(from);
        if (at == tree.end()) return send_status(id, 2);
        if (!replace && tree.count(to) != 0) return send_status(id, 4);
        tree[to] = at->second;
        tree.erase(from);
        send_status(id, 0);
    }

    byte_vector input_;
    byte_vector output_;
    std::map<std::string, bool> listed_;
    unsigned next_handle_ = 1;
};

} // namespace hawser::testing
