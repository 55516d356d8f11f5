#pragma once
// What AES may run on: each kernel of this processor, and Crypto++. Kernels that cannot run here are named on standard
// output, so that nobody takes them for tested.

#include <hawser/algorithm/native/aes_kernel.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace hawser::testing {

struct aes_engine {
    std::string name;
    /// Nothing stands for Crypto++.
    const native::aes_kernel* kernel = nullptr;
};

inline std::vector<aes_engine> aes_engines() {
    std::vector<aes_engine> out{{"Crypto++", nullptr}};
    const auto here = native::aes_kernels();
    for (const std::string_view name : {"512 bits", "256 bits", "128 bits"}) {
        const auto found = std::ranges::find(here, name, &native::aes_kernel::name);
        if (found != here.end())
            out.push_back({std::string{name}, &*found});
        else
            std::cout << "skipped: AES in registers of " << name << ": not on this processor\n";
    }
    return out;
}

} // namespace hawser::testing
