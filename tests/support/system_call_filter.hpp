#pragma once
// System calls that go another way in a child process, to show what happens in moments that nobody can time.

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define HAWSER_TEST_SYSTEM_CALL_FILTER 1

#include <array>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

namespace hawser::testing {

/// From here on, in this process, `verdict` (SECCOMP_RET_...) is what becomes of a system call with this number and second
/// argument. False where the system does not let us.
inline bool filter_system_call(std::uint32_t number, std::uint32_t second_argument, std::uint32_t verdict) {
    std::array<sock_filter, 6> steps{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, second_argument, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, verdict),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog filter{static_cast<unsigned short>(steps.size()), steps.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

} // namespace hawser::testing
#endif
