// expect: null_algorithms\.hpp: No such file|null_algorithms\.hpp' file not found
// The null algorithms belong to the tests; nothing installed leads to them.
#include <support/null_algorithms.hpp>

int main() {}
