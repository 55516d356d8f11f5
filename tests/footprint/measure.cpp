// measure <most KB> <command> <argument>...   runs a command, prints its processor seconds and its peak
// memory, and fails when it took more memory than allowed, in whichever process of it took most. Seconds are
// printed and never judged.
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const long most = std::atol(argv[1]);
    const pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "the command failed\n");
        return 1;
    }
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const double seconds =
        static_cast<double>(used.ru_utime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec) / 1e6;
    std::printf("%.1f s, %ld KB of at most %ld\n", seconds, used.ru_maxrss, most);
    return used.ru_maxrss <= most ? 0 : 1;
}
